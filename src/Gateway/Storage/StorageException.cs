namespace Customer360.Gateway.Storage;

/// <summary>The gateway's own storage can't be reached, or is busy beyond measure: a repeat later may succeed.</summary>
/// <param name="message">For people; holds no customer data.</param>
/// <param name="cause">The driver's exception, for the log.</param>
internal sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause);

internal static class StorageFailures
{
    /// <summary>Whether the storage is behind it: Data Protection wraps what its key store throws.</summary>
    public static bool IsStorageFailure(this Exception exception) =>
        exception is StorageException || exception.InnerException?.IsStorageFailure() is true;
}
