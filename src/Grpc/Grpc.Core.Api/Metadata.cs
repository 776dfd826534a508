using System.Collections;
using System.Text;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call, in order; a key may come more than once. Not safe for concurrent writers.</summary>
public sealed class Metadata : IList<Metadata.Entry>
{
    public const string BinaryHeaderSuffix = "-bin";

    public static readonly Metadata Empty = new() { _frozen = true };

    private readonly List<Entry> _entries = [];
    private bool _frozen;

    public int Count => _entries.Count;

    public bool IsReadOnly => _frozen;

    public Entry this[int index]
    {
        get => _entries[index];
        set => Writable()[index] = Present(value);
    }

    /// <returns>The last entry of that key, which in HTTP overrides earlier ones; null when there is none.</returns>
    public Entry? Get(string key) => _entries.FindLast(entry => entry.HasKey(key));

    public string? GetValue(string key) => Get(key)?.Value;

    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    public IEnumerable<Entry> GetAll(string key) => _entries.Where(entry => entry.HasKey(key));

    public void Add(Entry item) => Writable().Add(Present(item));

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Insert(int index, Entry item) => Writable().Insert(index, Present(item));

    public bool Remove(Entry item) => Writable().Remove(item);

    public void RemoveAt(int index) => Writable().RemoveAt(index);

    public void Clear() => Writable().Clear();

    public bool Contains(Entry item) => _entries.Contains(item);

    public int IndexOf(Entry item) => _entries.IndexOf(item);

    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<Entry> Writable() => _frozen ? throw new InvalidOperationException("This metadata is read-only.") : _entries;

    private static Entry Present(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item;
    }

    /// <summary>One header: text, or bytes when its key ends in "-bin". The key is kept in lower case, as HTTP/2 wants it.</summary>
    public class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        public Entry(string key, string value)
        {
            Key = Normalized(key);
            if (IsBinary)
                throw new ArgumentException($"The key of a text header must not end in \"{BinaryHeaderSuffix}\".", nameof(key));
            ArgumentNullException.ThrowIfNull(value);
            _text = value;
        }

        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalized(key);
            if (!IsBinary)
                throw new ArgumentException($"The key of a binary header must end in \"{BinaryHeaderSuffix}\".", nameof(key));
            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = [.. valueBytes];
        }

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public string Value => _text ?? Encoding.ASCII.GetString(_bytes!);

        public byte[] ValueBytes => _text is null ? [.. _bytes!] : Encoding.ASCII.GetBytes(_text);

        public override string ToString() => IsBinary
            ? $"[Entry: key={Key}, valueBytes={Convert.ToHexString(_bytes!)}]"
            : $"[Entry: key={Key}, value={_text}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string Normalized(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var lower = key.ToLowerInvariant();
            return lower.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')
                ? lower
                : throw new ArgumentException("A header's key consists of letters, digits, '.', '_' and '-'.", nameof(key));
        }
    }
}
