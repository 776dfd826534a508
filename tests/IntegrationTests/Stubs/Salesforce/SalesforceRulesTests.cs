namespace Customer360.IntegrationTests.Stubs.Salesforce;

/// <summary>That the rules know right from wrong.</summary>
public sealed class SalesforceRulesTests
{
    private static readonly SalesforceSchema Schema = new(Path.Combine(WireMockProcess.TestsFolder, "IntegrationTests", "Stubs", "Salesforce"));

    [Theory]
    [InlineData("SELECT Id FROM Contact")]
    [InlineData("select id, account.name from contact where name like 'O\\'N%' order by lastname asc nulls last, id limit 5 offset 2000")]
    [InlineData("SELECT COUNT() FROM Case WHERE IsClosed = false AND (Status IN ('New', 'Working') OR NOT Priority = 'Low')")]
    [InlineData("SELECT toLabel(Status), Owner.Name, Who.Type FROM Task WHERE CreatedDate >= 2026-11-20T10:00:00Z AND ActivityDate < 2026-11-21")]
    [InlineData("SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '0037Q00000AsaLiQAJ'")]
    public void What_SOQL_allows_passes(string soql) => Should.NotThrow(() => SalesforceQuery.CheckSoql(Schema, soql));

    [Theory]
    [InlineData("SELECT * FROM Contact")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'O'Neil'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = \"O'Neil\"")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'a\\x'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'a' AND Email = 'b' OR Title = 'c'")]
    [InlineData("SELECT Id FROM Contact WHERE Birthdate LIKE '19%'")]
    [InlineData("SELECT Id FROM Contact WHERE Birthdate = '1984-02-29'")]
    [InlineData("SELECT Id FROM Case WHERE IsClosed = 'false'")]
    [InlineData("SELECT Id FROM Contact WHERE Description = 'long texts take no filter'")]
    [InlineData("SELECT Nickname FROM Contact")]
    [InlineData("SELECT Account.Nickname FROM Contact")]
    [InlineData("SELECT Id FROM Nothing")]
    [InlineData("SELECT Id FROM Contact LIMIT 5 ORDER BY Name")]
    [InlineData("SELECT Id FROM Contact OFFSET 2001")]
    [InlineData("SELECT Id FROM Contact; DELETE")]
    [InlineData("SELECT Id FROM ContentDocumentLink WHERE ContentDocument.FileType = 'SNOTE'")]
    public void What_SOQL_refuses_is_found(string soql) => Should.Throw<FormatException>(() => SalesforceQuery.CheckSoql(Schema, soql));

    [Theory]
    [InlineData("FIND {2065550147 OR 12065550147} IN PHONE FIELDS RETURNING Contact(Id, Phone WHERE AccountId != null ORDER BY Name LIMIT 5), Account LIMIT 50")]
    [InlineData("FIND {\"O\\'Neil\" AND (Nord* OR S?d)} IN ALL FIELDS RETURNING Contact(Id) WITH SPELL_CORRECTION = false")]
    [InlineData("FIND {Åsa*}")]
    public void What_SOSL_allows_passes(string sosl) => Should.NotThrow(() => SalesforceQuery.CheckSosl(Schema, sosl));

    [Theory]
    [InlineData("FIND Nordhafen IN ALL FIELDS")]
    [InlineData("FIND {O'Neil} IN ALL FIELDS")]
    [InlineData("FIND {*hafen} IN ALL FIELDS")]
    [InlineData("FIND {+1 206} IN PHONE FIELDS")]
    [InlineData("FIND {Nord} IN MOBILE FIELDS")]
    [InlineData("FIND {Nord} IN ALL FIELDS RETURNING Contact(Id, Nickname)")]
    [InlineData("FIND {Nord} LIMIT many")]
    [InlineData("FIND {L*} IN NAME FIELDS")]
    public void What_SOSL_refuses_is_found(string sosl) => Should.Throw<FormatException>(() => SalesforceQuery.CheckSosl(Schema, sosl));

    [Theory]
    [InlineData("X-Unheard-Of", "1")]
    [InlineData("If-Match", "\"e1\"")]
    [InlineData("If-Unmodified-Since", "2026-11-18T09:30:15Z")]
    [InlineData("Sforce-Query-Options", "batchSize=100")]
    [InlineData("Sforce-Duplicate-Rule-Header", "allowSave: true")]
    [InlineData("Authorization", "OAuth 00D7Q0000013kXz!AQ")]
    public void A_wrong_header_is_found(string name, string value)
    {
        var request = new StubRequest(null, "GET", "/services/data/v67.0/sobjects/Contact", new Dictionary<string, string> { [name] = value }, new Dictionary<string, string>(), "");

        new SalesforceRules(Schema).FindViolations(request).ShouldHaveSingleItem();
    }
}
