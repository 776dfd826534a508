using System.Globalization;

namespace Customer360.Sandbox;

/// <summary>Everybody in every simulated CRM: the demo customers first, then people made up from a seed. No CRM's names or ids.</summary>
internal sealed class Population
{
    private static readonly Dictionary<string, string[]> FirstNames = new()
    {
        ["US"] = ["Grace", "Henry", "Olivia", "Mason", "Sophia", "Ethan", "Zoe", "Caleb", "Ruth", "Owen", "Tessa", "D'Arcy"],
        ["DE"] = ["Lukas", "Grete", "Jörg", "Käthe", "Sören", "Heike"],
        ["FR"] = ["Élodie", "François", "Noémie", "Loïc", "Hélène"],
        ["GB"] = ["Alfie", "Poppy", "Callum", "Niamh", "Siân"],
        ["BR"] = ["Inês", "Thiago", "Conceição", "Luís"],
        ["JP"] = ["健太", "さくら", "美咲", "大輔"],
        ["IN"] = ["Arjun", "Lakshmi", "अनिता", "Kabir"],
    };

    private static readonly Dictionary<string, string[]> LastNames = new()
    {
        ["US"] = ["Abbott", "Brooks", "Castillo", "Dawson", "Eastman", "Fletcher", "Greene", "Hollis", "Ingram", "Jensen", "Keller", "O'Neil", "McKay", "Stone-Field"],
        ["DE"] = ["Müller", "Groß", "Bäcker", "von Ahn", "Kühn"],
        ["FR"] = ["Dubois", "Béranger", "L'Hermite", "Garçon"],
        ["GB"] = ["Ashworth", "Pemberton", "O'Shea", "Llewellyn"],
        ["BR"] = ["Gonçalves", "Araújo", "da Silva"],
        ["JP"] = ["佐藤", "鈴木", "高橋"],
        ["IN"] = ["Sharma", "Reddy", "शर्मा"],
    };

    private static readonly string[] CompanyWords = ["Alder", "Beacon", "Cobalt", "Drift", "Ember", "Fjord", "Granite", "Hazel", "Indigo", "Juniper", "Kestrel", "Lumen"];
    private static readonly string[] CompanyKinds = ["Logistics", "Foods", "Studios", "Energy", "Textiles", "Optics", "Travel", "Tools", "Clinics", "Partners"];
    private static readonly string[] Subjects =
        ["Parcel not received", "Question about the invoice", "Product stopped working", "Change of address", "Wrong item delivered", "Cancel my order", "Login does not work", "Refund status"];

    private readonly Random _random;

    public Population(int seed, int contactCount)
    {
        _random = new(seed);
        Companies = [.. DemoCustomers.Companies, .. Enumerable.Range(DemoCustomers.Companies.Count + 1, Math.Max(1, contactCount / 5)).Select(MakeCompany)];
        var made = Math.Max(0, contactCount - DemoCustomers.All.Count);
        Contacts = [.. DemoCustomers.All, .. Enumerable.Range(DemoCustomers.All.Count + 1, made).Select(MakeContact)];
        var firstCase = DemoCustomers.Cases.Count + 1;
        Cases = [.. DemoCustomers.Cases, .. Enumerable.Range(firstCase, made / 2).Select(MakeCase)];
    }

    public IReadOnlyList<DemoCompany> Companies { get; }
    public IReadOnlyList<DemoCustomer> Contacts { get; }
    public IReadOnlyList<DemoCase> Cases { get; }

    private DemoCompany MakeCompany(int number)
    {
        var country = PickCountry();
        var name = $"{Pick(CompanyWords)} {Pick(CompanyKinds)} {number.ToString(CultureInfo.InvariantCulture)}";
        return new(number, name, _random.Next(10) == 0 ? null : PhoneStyles.Write(_random, country, 400_000 + number), country);
    }

    private DemoCustomer MakeContact(int number)
    {
        var country = PickCountry();
        var company = _random.Next(3) == 0 ? null : Companies[_random.Next(DemoCustomers.Companies.Count, Companies.Count)].Name;
        var phone = _random.Next(4) == 0 ? null : PhoneStyles.Write(_random, country, number);
        var mobile = _random.Next(4) == 0 ? null : PhoneStyles.Write(_random, country, 200_000 + number);
        return new(number, Pick(FirstNames[country]), Pick(LastNames[country]), company, phone, mobile)
        {
            Country = country,
            Email = _random.Next(8) == 0 ? null : $"person{number.ToString(CultureInfo.InvariantCulture)}@{country.ToLowerInvariant()}.example",
            Confidential = _random.Next(50) == 0,
        };
    }

    private DemoCase MakeCase(int number) =>
        new(number, Contacts[_random.Next(DemoCustomers.All.Count, Contacts.Count)], Pick(Subjects), _random.Next(3) > 0);

    private string PickCountry() => _random.Next(20) switch
    {
        < 11 => "US",
        < 14 => "DE",
        < 16 => "GB",
        16 => "FR",
        17 => "BR",
        18 => "JP",
        _ => "IN",
    };

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
