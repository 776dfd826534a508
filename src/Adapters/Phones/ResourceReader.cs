using System.Text;

namespace Customer360.Adapters.Phones;

/// <summary>Reads what eng/phone-metadata/writer.mjs wrote: numbers in 7-bit groups, the lowest first; texts in Latin-1 after their length.</summary>
internal ref struct ResourceReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public int Number()
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    public string Text()
    {
        var length = Number();
        var text = Encoding.Latin1.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    public delegate T ReadItem<out T>(ref ResourceReader reader);

    public T[] List<T>(ReadItem<T> read)
    {
        var items = new T[Number()];
        for (var index = 0; index < items.Length; index++)
            items[index] = read(ref this);
        return items;
    }
}
