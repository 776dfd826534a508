// Who is calling, and what happens then. Start the gateway first: dotnet run --project src/Gateway
// Then: dotnet run --project samples/QuickStart [phone]
using Customer360.Contracts.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

var phone = args.Length > 0 ? args[0] : "+1 415 555 0132";

// A development gateway issues tokens by itself; in production your identity provider does.
using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
var token = await http.GetStringAsync(new Uri("http://127.0.0.1:5080/dev/token?sub=full&roles=agent"));
var headers = new Metadata { { "authorization", $"Bearer {token.Trim()}" } };

using var channel = GrpcChannel.ForAddress("http://127.0.0.1:5081");
var customers = new Customer360Service.Customer360ServiceClient(channel);

var match = await customers.MatchByPhoneAsync(new() { Phone = phone, Region = "US" }, headers);
Console.WriteLine($"{match.Number.E164} is {match.Outcome}: {string.Join(", ", match.Matches.Select(found => $"{found.Name} ({found.MatchedField} {found.StoredPhone})"))}");

var customer = match.Matches.FirstOrDefault()?.Record;
if (customer is null)
{
    var created = await customers.CreateContactAsync(new()
    {
        RequestId = Guid.CreateVersion7().ToString(),
        Fields =
        {
            Text(WellKnownField.FirstName, "Quick"),
            Text(WellKnownField.LastName, "Start"),
            Text(WellKnownField.MobilePhone, match.Number.E164),
        },
    }, headers);
    customer = created.Record.Ref;
    Console.WriteLine($"Created {created.Record.Title}");
}

var logged = await customers.LogActivityAsync(new()
{
    RequestId = Guid.CreateVersion7().ToString(), // Keep it for a retry: the same id never logs the call twice.
    Activity = new()
    {
        Kind = RecordKind.Call,
        Subject = "Asked about an invoice",
        Direction = Direction.Inbound,
        Duration = Duration.FromTimeSpan(TimeSpan.FromMinutes(3)),
        Phone = match.Number.E164,
        Customer = customer,
    },
}, headers);
Console.WriteLine($"Logged call {logged.Activity.Id}");

var related = await customers.RelatedRecordsAsync(new() { Record = customer, PageSize = 5 }, headers);
foreach (var record in related.Records)
    Console.WriteLine($"  {record.Record.Ref.Kind,-5} {record.Record.Title} {record.Status}");

Console.WriteLine((await customers.DeepLinkAsync(new() { Record = customer }, headers)).Uri);

static FieldInput Text(WellKnownField field, string value) =>
    new() { Field = new() { WellKnown = field }, Value = new() { Text = value } };
