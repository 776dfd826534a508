using System.Text;
using System.Text.Json;
using Customer360.Sandbox;
using Customer360.Sandbox.Salesforce;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Customer360.UnitTests.Sandbox;

/// <summary>Whatever comes in, the simulator answers; a mutation that gets past it would throw here.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Statements =
    [
        "SELECT Id, Name, Account.Name, (SELECT Id FROM Cases WHERE IsClosed = false LIMIT 3) FROM Contact WHERE (LastName LIKE 'a\\_%' OR Email != null) AND CreatedDate > LAST_N_DAYS:7 ORDER BY Name DESC NULLS LAST LIMIT 10 OFFSET 20",
        "SELECT RecordId FROM UserRecordAccess WHERE UserId = '0055g0000000001AAA' AND RecordId IN ('0035g0000000001AAA')",
        "SELECT Id, Who.Name FROM Task WHERE Id IN (SELECT WhoId FROM Event WHERE StartDateTime >= 2026-01-01T00:00:00Z) AND ActivityDate < 2026-02-01",
        "FIND {(\"rose\\-anne\" OR call*) AND NOT 415?} IN PHONE FIELDS RETURNING Contact(Id, Account.Name WHERE Interests__c INCLUDES ('Books;Garden') ORDER BY Name LIMIT 5), Lead WITH SPELL_CORRECTION = false LIMIT 50",
    ];

    private static readonly string[] Bodies =
    [
        """{"LastName":"x","Birthdate":"1990-01-01","AccountId":"0015g0000000001AAA","Interests__c":"Books;Garden","Phone":"1","Email":"a@b.c"}""",
        """{"Subject":"x","StartDateTime":"2026-01-01T10:00:00.000+0000","DurationInMinutes":30,"IsAllDayEvent":false,"WhoId":"0035g0000000001AAA"}""",
        """{"allOrNone":true,"compositeRequest":[{"method":"POST","url":"/services/data/v67.0/sobjects/Task","referenceId":"t","body":{"Subject":"x"},"httpHeaders":{"Sforce-Auto-Assign":"FALSE"}},{"method":"GET","url":"/services/data/v67.0/sobjects/Task/@{t.id}","referenceId":"r"}]}""",
        """{"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"id":"0035g0000000001AAA","LastName":"x"},{"attributes":{"type":"Contact"},"LastName":"y"}]}""",
        """{"q":"4155550132","in":"PHONE","fields":["Id"],"sobjects":[{"name":"Contact","where":"Name != 'x'","limit":5}],"overallLimit":9}""",
        """{"apiName":"Contact","fields":{"LastName":"x"}}""",
    ];

    private static readonly string[] Paths =
    [
        "POST sobjects/Contact", "POST sobjects/Event", "POST composite", "POST composite/sobjects", "PATCH composite/sobjects", "POST parameterizedSearch", "POST ui-api/records",
        "PATCH sobjects/Contact/0035g0000000001AAA", "PATCH sobjects/Case/Gateway_Reference__c/x", "PATCH composite/sobjects/Case/Gateway_Reference__c", "POST composite/sobjects/Contact",
    ];

    private static readonly string[] Pieces =
        ["'", "\"", "\\", "{", "}", "(", ")", "[", "]", "*", "?", "%", ",", ".", ":", "-", "+", "\0", "\ufdd0", "\ud83d\ude00", "é", "null", "NOT ", "AND ", "999999999999", "-1", "0", "\\ud83d", "\\u0041", "true", "{}", "[]", "LIMIT "];

    private readonly SalesforceSimulator _crm = new(new SandboxContext(new() { ContactCount = 60 }));
    private readonly Random _random = new(7);
    private readonly HeaderDictionary _headers;

    public HostileInputTests()
    {
        var answer = Encoding.UTF8.GetString(_crm.IssueTokens("full", "sandbox-client", "http://sandbox")!.Body.Span);
        _headers = new() { ["Authorization"] = $"Bearer {JsonDocument.Parse(answer).RootElement.GetProperty("access_token").GetString()}", ["Content-Type"] = "application/json" };
    }

    [Fact]
    public void No_statement_breaks_it()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var statement = Mutate(Statements[i % Statements.Length]);
            var resource = i % Statements.Length == 3 ? "search" : "query";

            Answer("GET", resource, statement, "").ShouldBeOneOf([200, 400, 501], statement);
        }
    }

    [Fact]
    public void No_body_breaks_it()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var body = Mutate(Bodies[i % Bodies.Length]);
            var target = Paths[_random.Next(Paths.Length)].Split(' ');

            Answer(target[0], target[1], null, body).ShouldBeLessThan(502, body);
        }
    }

    private int Answer(string method, string resource, string? q, string body)
    {
        var query = q is null ? QueryCollection.Empty : new QueryCollection(new Dictionary<string, StringValues> { ["q"] = q });
        return _crm.Answer(new("http://sandbox", method, $"/services/data/v67.0/{resource}", query, _headers, Encoding.UTF8.GetBytes(body))).Status;
    }

    private string Mutate(string text)
    {
        for (var times = _random.Next(1, 4); times > 0; times--)
        {
            var at = _random.Next(text.Length);
            var length = Math.Min(_random.Next(6), text.Length - at);
            text = _random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[_random.Next(Pieces.Length)]),
                _ => text.Remove(at, length).Insert(at, Pieces[_random.Next(Pieces.Length)]),
            };
        }
        return text.Length == 0 ? "x" : text;
    }
}
