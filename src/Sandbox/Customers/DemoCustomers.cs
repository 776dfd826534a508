namespace Customer360.Sandbox;

/// <summary>A contact with a fixed name and fixed numbers, the same in every simulated CRM.</summary>
/// <param name="Number">Its place among the contacts of each CRM, from 1.</param>
/// <param name="Phone">Business phone, as stored.</param>
/// <param name="Mobile">Mobile phone, as stored.</param>
public sealed record DemoCustomer(int Number, string FirstName, string LastName, string? Company, string? Phone, string? Mobile)
{
    public string Name => $"{FirstName} {LastName}";
    public string? Email { get; init; }
    public string Country { get; init; } = "US";

    /// <summary>Exists only for users who see confidential records.</summary>
    public bool Confidential { get; init; }
}

/// <summary>A company with a fixed name. Its number, if any, is not a contact's unless said.</summary>
public sealed record DemoCompany(int Number, string Name, string? Phone, string Country = "US");

/// <summary>A case with a fixed subject.</summary>
public sealed record DemoCase(int Number, DemoCustomer Customer, string Subject, bool IsClosed);

/// <summary>The people and companies that stories, tests and benches name. The README lists what each is for.</summary>
public static class DemoCustomers
{
    public static DemoCompany HarborLightBooks { get; } = new(1, "Harbor Light Books", "(415) 555-0100");
    public static DemoCompany NorthwindClinics { get; } = new(2, "Northwind Clinics", "+1 (212) 555-0160");
    public static DemoCompany DeltaBakery { get; } = new(3, "Delta Bakery", "212.555.0161");
    public static DemoCompany Lindenhof { get; } = new(4, "Lindenhof Möbel GmbH", "030 23125-100", "DE");
    public static DemoCompany Vaultline { get; } = new(5, "Vaultline Holdings", "+1 917 555 0172");

    // One number each, written in four ways.
    public static DemoCustomer RoseCalloway { get; } = Us(1, "Rose", "Calloway", "Harbor Light Books", "(415) 555-0101", "(415) 555-0132");
    public static DemoCustomer MarcusBell { get; } = Us(2, "Marcus", "Bell", "Harbor Light Books", null, "+1 415.555.0133");
    public static DemoCustomer DeborahNash { get; } = Us(3, "Deborah", "Nash", "Harbor Light Books", null, "4155550134");
    public static DemoCustomer SamuelOrtiz { get; } = Us(4, "Samuel", "Ortiz", null, null, "0014155550135");

    public static DemoCustomer LindaPark { get; } = Us(5, "Linda", "Park", "Northwind Clinics", "+1 (415) 555-0136 ext. 42", "415-555-0137");
    public static DemoCustomer KiraMoss { get; } = Us(6, "Kira", "Moss", null, null, "+1 650 555 0150");
    public static DemoCustomer LeoGrant { get; } = Us(7, "Leo", "Grant", "Northwind Clinics", "(650) 555-0151", null);

    // One number, three people.
    public static DemoCustomer HughWinter { get; } = Us(8, "Hugh", "Winter", null, null, "(628) 555-0140");
    public static DemoCustomer IrisWinter { get; } = Us(9, "Iris", "Winter", null, null, "+16285550140");
    public static DemoCustomer JonasWinter { get; } = Us(10, "Jonas", "Winter", null, null, "628.555.0140");

    // The contact's number is also its company's.
    public static DemoCustomer NinaFalk { get; } = Us(11, "Nina", "Falk", "Delta Bakery", null, "(212) 555-0161");

    // Confidential: not there for the restricted user.
    public static DemoCustomer VictorStone { get; } = Us(12, "Victor", "Stone", "Vaultline Holdings", null, "+1 917 555 0170") with { Confidential = true };
    public static DemoCustomer OlgaReed { get; } = Us(13, "Olga", "Reed", null, null, "(917) 555-0171");
    public static DemoCustomer PeterReed { get; } = Us(14, "Peter", "Reed", "Vaultline Holdings", null, "917-555-0171") with { Confidential = true };

    public static DemoCustomer JuergenWeiss { get; } = Abroad(15, "Jürgen", "Weiß", "Lindenhof Möbel GmbH", "030 23125-014", "0171 3920011", "DE");
    public static DemoCustomer AnnaSchaefer { get; } = Abroad(16, "Anna", "Schäfer", "Lindenhof Möbel GmbH", "+49 (0)30 23125 015", "+49 171 3920012", "DE");
    public static DemoCustomer ChloeLefevre { get; } = Abroad(17, "Chloé", "Lefèvre", null, "01 99 00 12 34", "06 39 98 01 23", "FR");
    public static DemoCustomer OliverHartley { get; } = Abroad(18, "Oliver", "Hartley", null, "+44 (0)20 7946 0958", "07700 900123", "GB");
    public static DemoCustomer JoaoSouza { get; } = Abroad(19, "João", "Souza", null, null, "+55 (11) 95555-0123", "BR");
    public static DemoCustomer AikoTanaka { get; } = Abroad(20, "愛子", "田中", null, "03-5555-0123", "080-5555-0123", "JP");
    public static DemoCustomer PriyaIyer { get; } = Abroad(21, "Priya", "Iyer", null, null, "+91 99999-55501", "IN");

    /// <summary>An Indian number with the same ten digits as Rose Calloway's.</summary>
    public static DemoCustomer RaviMenon { get; } = Abroad(22, "Ravi", "Menon", null, null, "+91 415 555 0132", "IN");

    // Text where a number should be.
    public static DemoCustomer MariaGap { get; } = Us(23, "Maria", "Gap", null, "ask reception", "n/a");
    public static DemoCustomer TobiasCall { get; } = Us(24, "Tobias", "Call", null, "555-CALL-NOW", "(415) 555-0138 / (415) 555-0139");

    public static IReadOnlyList<DemoCompany> Companies { get; } = [HarborLightBooks, NorthwindClinics, DeltaBakery, Lindenhof, Vaultline];

    public static IReadOnlyList<DemoCustomer> All { get; } =
    [
        RoseCalloway, MarcusBell, DeborahNash, SamuelOrtiz, LindaPark, KiraMoss, LeoGrant, HughWinter, IrisWinter, JonasWinter, NinaFalk, VictorStone,
        OlgaReed, PeterReed, JuergenWeiss, AnnaSchaefer, ChloeLefevre, OliverHartley, JoaoSouza, AikoTanaka, PriyaIyer, RaviMenon, MariaGap, TobiasCall,
    ];

    /// <summary>Rose Calloway has exactly one open case, Marcus Bell two, Deborah Nash only a closed one.</summary>
    public static IReadOnlyList<DemoCase> Cases { get; } =
    [
        new(1, RoseCalloway, "Reading lamp flickers", IsClosed: false),
        new(2, RoseCalloway, "Invoice sent twice", IsClosed: true),
        new(3, MarcusBell, "Delivery is late", IsClosed: false),
        new(4, MarcusBell, "Wrong shade of blue", IsClosed: false),
        new(5, DeborahNash, "Return of a damaged shelf", IsClosed: true),
        new(6, VictorStone, "Account statement request", IsClosed: false),
        new(7, JuergenWeiss, "Ersatzteil für den Drehstuhl", IsClosed: false),
        new(8, HughWinter, "Warranty question", IsClosed: false),
    ];

    private static DemoCustomer Us(int number, string first, string last, string? company, string? phone, string? mobile) =>
        new(number, first, last, company, phone, mobile) { Email = $"{first}.{last}@customers.example".ToLowerInvariant() };

    private static DemoCustomer Abroad(int number, string first, string last, string? company, string? phone, string? mobile, string country) =>
        new(number, first, last, company, phone, mobile) { Email = $"customer{number}@{country.ToLowerInvariant()}.example", Country = country };
}
