using System.Globalization;

namespace Customer360.Adapters.Phones;

/// <summary>Words that people, phones and switches write beside a number or in place of one.</summary>
internal static class PhoneWords
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ExtensionLabels = SetOf(
        "x", "ext", "extn", "xt", "xtn", "extension", "extensión", "extensao", "extensão", "int", "interno", "interne", "anexo", "ramal",
        "poste", "dw", "durchwahl", "nst", "nebenstelle", "app", "apparat", "toestel", "tst", "ankn", "anknytning", "lokal", "alanumero",
        "wew", "klapka", "kl", "linka", "mellék", "dahili", "доб", "добавочный", "вн", "внутр", "внутренний", "εσωτ", "שלוחה", "داخلي",
        "转", "轉", "分机", "分機", "内線", "內線", "내선");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Schemes = SetOf(
        "tel", "sip", "sips", "callto", "skype", "whatsapp", "sms", "fax");

    // What stands in place of a number that the caller keeps to himself.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Withheld = SetOf(
        "anonymous", "anon", "unavailable", "unknown", "private", "restricted", "withheld", "blocked", "hidden", "suppressed",
        "anonym", "unbekannt", "unterdrückt", "privat", "anonyme", "inconnu", "masqué", "privé", "anónimo", "anonimo", "privado",
        "desconocido", "desconhecido", "oculto", "sconosciuto", "nascosto", "privato", "anoniem", "onbekend", "okänd", "hemligt",
        "ukendt", "ukjent", "skjult", "hemmelig", "tuntematon", "salattu", "nieznany", "zastrzeżony", "prywatny", "neznámé", "skryté",
        "ismeretlen", "rejtett", "necunoscut", "ascuns", "аноним", "анонимный", "неизвестный", "неизвестно", "скрыт", "скрытый",
        "bilinmeyen", "gizli", "άγνωστος", "απόκρυψη", "חסוי", "مجهول", "خاص", "非通知", "匿名", "未知", "私人号码", "발신번호표시제한");

    // 266696687 is ANONYMOUS on a keypad: gateways that can only send digits send such words.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> WithheldOnKeypad = SetOf(
        [.. new[] { "ANONYMOUS", "RESTRICTED", "BLOCKED", "UNKNOWN", "UNAVAILABLE", "PRIVATE", "WITHHELD" }.Select(OnKeypad)]);

    public static bool IsExtensionLabel(ReadOnlySpan<char> word) => ExtensionLabels.Contains(word);

    public static bool IsScheme(ReadOnlySpan<char> word) => Schemes.Contains(word);

    /// <param name="text">One without a number in it.</param>
    public static bool NamesWithheld(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var length = 0;
            while (length < text.Length && (char.IsLetter(text[length]) || char.GetUnicodeCategory(text[length]) is UnicodeCategory.NonSpacingMark))
                length++;
            if (Withheld.Contains(text[..length]))
                return true;
            text = text[Math.Max(length, 1)..];
        }
        return false;
    }

    /// <summary>Digits that switches send for a withheld number: a word on the keypad, or nothing but zeros.</summary>
    public static bool SpellsWithheld(ReadOnlySpan<byte> digits)
    {
        if (digits.IndexOfAnyExcept((byte)0) < 0)
            return true;
        Span<char> text = stackalloc char[digits.Length];
        for (var index = 0; index < digits.Length; index++)
            text[index] = (char)('0' + digits[index]);
        return WithheldOnKeypad.Contains(text);
    }

    /// <param name="letter">A to Z of either case.</param>
    public static int KeypadDigit(char letter) => (letter | 0x20) switch
    {
        <= 'c' => 2,
        <= 'f' => 3,
        <= 'i' => 4,
        <= 'l' => 5,
        <= 'o' => 6,
        <= 's' => 7,
        <= 'v' => 8,
        _ => 9,
    };

    private static string OnKeypad(string word) => string.Concat(word.Select(KeypadDigit));

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> SetOf(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
