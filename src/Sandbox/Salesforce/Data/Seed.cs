using System.Globalization;
using Customer360.Sandbox.Salesforce.Rows;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Data;

/// <summary>Fills an org from the population: the same rows with the same ids at every start.</summary>
internal sealed class Seed
{
    private static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Dictionary<string, string> CountryNames = new()
    {
        ["US"] = "United States",
        ["DE"] = "Germany",
        ["FR"] = "France",
        ["GB"] = "United Kingdom",
        ["BR"] = "Brazil",
        ["JP"] = "Japan",
        ["IN"] = "India",
    };

    private readonly Org _org;
    private readonly Dictionary<string, string> _accountIds = [];
    private readonly Dictionary<int, Record> _contacts = [];
    private string _owner = "";
    private int _minute;

    private Seed(Org org) => _org = org;

    public static void Fill(Org org, Population population)
    {
        var seed = new Seed(org);
        seed.AddUsers();
        seed.AddStatuses("TaskStatus", "Task");
        seed.AddStatuses("CaseStatus", "Case");
        seed.Add("Organization", ("Name", "Sandbox Trading Co."), ("InstanceName", "SBX1"), ("IsSandbox", true), ("OrganizationType", "Enterprise Edition"),
            ("DefaultLocaleSidKey", "en_US"), ("LanguageLocaleKey", "en_US"));
        foreach (var company in population.Companies)
            seed.AddCompany(company);
        foreach (var customer in population.Contacts)
            seed.AddContact(customer);
        foreach (var one in population.Cases)
            seed.AddCase(one);
        seed.AddActivities(population);
        seed.AddNotes();
        seed.AddDeletedTwin();
        seed.AddLeads();
        foreach (var type in OrgSchema.Instance.Types.Where(type => type.Searchable))
            org.Table(type.Name).Rows.ForEach(org.Index.Put);
    }

    private void AddUsers()
    {
        foreach (var user in DemoUsers.All)
        {
            var record = Add("User", ("Username", user.Email), ("FirstName", user.FirstName), ("LastName", user.LastName), ("Name", user.Name), ("Email", user.Email),
                ("Alias", user.Key[..Math.Min(8, user.Key.Length)]), ("IsActive", true), ("UserType", "Standard"), ("TimeZoneSidKey", user.TimeZone),
                ("LocaleSidKey", user.Locale), ("LanguageLocaleKey", "en_US"), ("CompanyName", "Sandbox Trading Co."));
            _org.AddUser(user, record);
        }
        _owner = _org.AccessOf(DemoUsers.Full.Key).UserId;
    }

    private void AddStatuses(string table, string type)
    {
        var order = 0L;
        foreach (var entry in OrgSchema.Instance[type]["Status"].Picklist)
            Add(table, ("MasterLabel", entry.Value), ("ApiName", entry.Value), ("SortOrder", ++order), ("IsDefault", entry.IsDefault), ("IsClosed", entry.Value is "Completed" or "Closed"));
    }

    private void AddCompany(DemoCompany company)
    {
        var confidential = company == DemoCustomers.Vaultline;
        var record = Add("Account", ("Name", company.Name), ("Phone", company.Phone), ("Type", "Customer - Direct"), ("BillingCountry", CountryNames[company.Country]),
            ("OwnerId", confidential ? _org.ConfidentialOwnerId : _owner), ("AccountNumber", company.Number.ToString("D6", CultureInfo.InvariantCulture)));
        _accountIds[company.Name] = record.Id;
    }

    private void AddContact(DemoCustomer customer)
    {
        _contacts[customer.Number] = Add("Contact", ("FirstName", customer.FirstName), ("LastName", customer.LastName), ("Name", customer.Name),
            ("Phone", customer.Phone), ("MobilePhone", customer.Mobile), ("Email", customer.Email), ("MailingCountry", CountryNames[customer.Country]),
            ("AccountId", customer.Company is { } company ? _accountIds[company] : null), ("OwnerId", customer.Confidential ? _org.ConfidentialOwnerId : _owner),
            ("Loyalty_Level__c", (customer.Number % 4) switch { 0 => "Gold", 1 => "Silver", _ => null }));
    }

    private void AddCase(DemoCase one)
    {
        var contact = _contacts[one.Customer.Number];
        Add("Case", ("CaseNumber", _org.NextCaseNumber().ToString("D8", CultureInfo.InvariantCulture)), ("Subject", one.Subject), ("ContactId", contact.Id),
            ("AccountId", contact["AccountId"]), ("Status", one.IsClosed ? "Closed" : "New"), ("IsClosed", one.IsClosed), ("ClosedDate", one.IsClosed ? Start : null),
            ("Origin", "Phone"), ("Priority", "Medium"), ("OwnerId", contact["OwnerId"]));
    }

    private void AddActivities(Population population)
    {
        foreach (var one in population.Contacts.Where(customer => customer.Number <= DemoCustomers.All.Count || customer.Number % 3 == 0))
        {
            var contact = _contacts[one.Number];
            var day = DateOnly.FromDateTime(Start).AddDays(one.Number % 200);
            Add("Task", ("Subject", "Call back"), ("WhoId", contact.Id), ("AccountId", contact["AccountId"]), ("Status", "Not Started"), ("Priority", "Normal"),
                ("ActivityDate", day), ("TaskSubtype", "Task"), ("OwnerId", contact["OwnerId"]));
            if (one.Number % 2 == 0)
                AddMeeting(contact, day);
            if (one.Number <= DemoCustomers.All.Count)
                AddCall(contact, day);
        }
    }

    private void AddCall(Record contact, DateOnly day) =>
        Add("Task", ("Subject", "Inbound call"), ("WhoId", contact.Id), ("AccountId", contact["AccountId"]), ("Status", "Completed"), ("IsClosed", true),
            ("Priority", "Normal"), ("ActivityDate", day), ("CompletedDateTime", day.ToDateTime(new(15, 0), DateTimeKind.Utc)), ("TaskSubtype", "Call"),
            ("CallType", "Inbound"), ("CallDurationInSeconds", 95L + contact.Id[^4]), ("OwnerId", contact["OwnerId"]));

    private void AddMeeting(Record contact, DateOnly day)
    {
        var start = day.ToDateTime(new(10, 0), DateTimeKind.Utc);
        Add("Event", ("Subject", "Product presentation"), ("WhoId", contact.Id), ("AccountId", contact["AccountId"]), ("StartDateTime", start), ("ActivityDateTime", start),
            ("EndDateTime", start.AddMinutes(45)), ("DurationInMinutes", 45L), ("ActivityDate", day), ("EndDate", day), ("ShowAs", "Busy"), ("OwnerId", contact["OwnerId"]));
    }

    /// <summary>A classic note and an enhanced one on each demo customer.</summary>
    private void AddNotes()
    {
        foreach (var customer in DemoCustomers.All)
        {
            var contact = _contacts[customer.Number];
            Add("Note", ("ParentId", contact.Id), ("Title", "Old notes"), ("Body", "Moved here from the paper file."), ("OwnerId", contact["OwnerId"]));
            var note = Add("ContentNote", ("Title", "Preferences"), ("Content", Convert.ToBase64String("<p>Prefers to be called in the <b>morning</b>.</p>"u8)), ("OwnerId", contact["OwnerId"]));
            ContentRules.ApplyToNote(note);
            ContentRules.AfterCreate(new(_org, _org.AccessOf(DemoUsers.Full.Key)), note);
            Add("ContentDocumentLink", ("ContentDocumentId", note.Id), ("LinkedEntityId", contact.Id), ("ShareType", "V"), ("Visibility", "AllUsers"));
        }
    }

    /// <summary>What was deleted keeps its number, and must not be found.</summary>
    private void AddDeletedTwin()
    {
        var rose = DemoCustomers.RoseCalloway;
        Add("Contact", ("FirstName", rose.FirstName), ("LastName", "Calloway-Old"), ("Name", $"{rose.FirstName} Calloway-Old"), ("MobilePhone", rose.Mobile), ("OwnerId", _owner)).IsDeleted = true;
    }

    private void AddLeads()
    {
        for (var number = 1; number <= 20; number++)
        {
            Add("Lead", ("FirstName", "Lead"), ("LastName", $"Number{number}"), ("Name", $"Lead Number{number}"), ("Company", $"Prospect {number}"),
                ("Status", "Open - Not Contacted"), ("Phone", $"(303) 555-{number:D4}"), ("Email", $"lead{number}@prospects.example"), ("OwnerId", _owner));
        }
    }

    private Record Add(string table, params (string Field, object? Value)[] values)
    {
        var rows = _org.Table(table);
        var record = new Record(rows.Type, rows.NextId());
        foreach (var (field, value) in values)
            record[field] = value;
        var created = Start.AddMinutes(_minute++ % 200_000);
        foreach (var field in (string[])["CreatedDate", "LastModifiedDate", "SystemModstamp"])
        {
            if (rows.Type.Find(field) is { } found)
                record[found] = created;
        }
        foreach (var field in (string[])["CreatedById", "LastModifiedById"])
        {
            if (rows.Type.Find(field) is { } found)
                record[found] = _owner.Length > 0 ? _owner : record.Id;
        }
        rows.Add(record);
        return record;
    }
}
