namespace Customer360.Gateway.Storage;

/// <summary>Files and folders that no other user of the machine may read.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateDirectory(DirectoryInfo? directory)
    {
        if (directory is null or { Exists: true })
            return;
        if (OperatingSystem.IsWindows()) // A profile's folders are private there already.
            directory.Create();
        else
            Directory.CreateDirectory(directory.FullName, FileMode600 | UnixFileMode.UserExecute);
    }

    /// <summary>Makes an empty file, unless there is one.</summary>
    public static void CreateFile(string path)
    {
        using var _ = Open(path, FileMode.OpenOrCreate);
    }

    /// <exception cref="IOException">The file is there already, or can't be made.</exception>
    public static void WriteNew(string path, string text)
    {
        using var writer = new StreamWriter(Open(path, FileMode.CreateNew));
        writer.Write(text);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode600;
        return new(path, options);
    }
}
