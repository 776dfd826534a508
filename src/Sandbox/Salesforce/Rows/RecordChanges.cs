using System.Text.Json;
using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Rows;

/// <summary>What the request's headers say about a save.</summary>
internal sealed record SaveOptions(bool AutoAssign, bool AllowDuplicates, bool MatchAsCurrentUser, bool WithDuplicateDetails);

/// <summary>Creates, changes and deletes rows, with all the checks of a save.</summary>
internal sealed class RecordChanges(Transaction transaction, string version)
{
    private Org Org => transaction.Org;
    private Access Access => transaction.Access;

    public Record Create(SObjectType type, JsonElement body, SaveOptions options, (Field Field, string Value)? key = null)
    {
        if (!Access.CanCreate(type))
            throw new SalesforceException(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        var values = new FieldReader(Org, Access, type).Read(body, creating: true);
        if (key is { } own)
            values[own.Field] = own.Value;
        RequireFields(type, values);
        var record = new Record(type, Org.Table(type.Name).NextId());
        foreach (var (field, value) in WithDefaults(type, values))
            record[field] = value;
        Stamp(record, "Created");
        Stamp(record, "LastModified");
        SaveRules.Apply(Org, Access, record, null, options);
        CheckUnique(record);
        DuplicateRule.Check(Org, Access, record, options, version);
        transaction.Insert(record);
        ContentRules.AfterCreate(transaction, record);
        transaction.Log(record, WriteOperation.Create, [.. values.Keys.Select(field => field.Name)]);
        return record;
    }

    public void Update(Record record, JsonElement body, SaveOptions options)
    {
        var type = record.Type;
        if (!Access.CanEdit(record))
            throw new SalesforceException(400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        var values = new FieldReader(Org, Access, type).Read(body, creating: false);
        RequireFields(values);
        var changed = new Record(type, record.Id);
        changed.Restore(record.Snapshot());
        foreach (var (field, value) in values)
            changed[field] = value ?? Default(field);
        Stamp(changed, "LastModified");
        SaveRules.Apply(Org, Access, changed, record, options);
        CheckUnique(changed);
        if (DuplicateRule.Concerns(values.Keys))
            DuplicateRule.Check(Org, Access, changed, options, version);
        foreach (var field in type.Fields.Where(field => !Equals(record[field], changed[field])))
            transaction.Set(record, field, changed[field]);
        ContentRules.AfterUpdate(transaction, record);
        transaction.Log(record, WriteOperation.Update, [.. values.Keys.Select(field => field.Name)]);
    }

    public void Delete(Record record)
    {
        if (!Access.CanDelete(record))
            throw new SalesforceException(400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        transaction.Delete(record);
        transaction.Log(record, WriteOperation.Delete, []);
    }

    /// <param name="what">Created or LastModified. Not every object has all of these fields.</param>
    private void Stamp(Record record, string what)
    {
        if (record.Type.Find($"{what}Date") is { } date)
            record[date] = Org.Now;
        if (record.Type.Find($"{what}ById") is { } by)
            record[by] = Access.UserId;
        if (record.Type.Find("SystemModstamp") is { } stamp)
            record[stamp] = Org.Now;
    }

    private IEnumerable<(Field Field, object? Value)> WithDefaults(SObjectType type, Dictionary<Field, object?> values)
    {
        foreach (var field in type.Fields.Where(field => field.Type is not FieldType.Id))
            yield return (field, values.GetValueOrDefault(field) ?? (field.Name is "OwnerId" ? Access.UserId : Default(field)));
    }

    private static object? Default(Field field) => field.Type switch
    {
        FieldType.Boolean => false,
        FieldType.Picklist => field.Picklist.FirstOrDefault(entry => entry.IsDefault)?.Value,
        _ => null,
    };

    private static void RequireFields(SObjectType type, Dictionary<Field, object?> values) =>
        Require(type.Fields.Where(field => field.Required && values.GetValueOrDefault(field) is null));

    private static void RequireFields(Dictionary<Field, object?> values) =>
        Require(values.Where(pair => pair.Value is null && pair.Key.Required).Select(pair => pair.Key));

    private static void Require(IEnumerable<Field> missing)
    {
        string[] names = [.. missing.Select(field => field.Name)];
        if (names.Length > 0)
            throw new SalesforceException(400, "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", names)}]", names);
    }

    private void CheckUnique(Record record)
    {
        if (record.Type.ExternalId is not { } field || record[field] is not string value)
            return;
        if (Org.Table(record.Type.Name).Find(field, value).FirstOrDefault(other => !other.IsDeleted && other.Id != record.Id) is { } other)
            throw new SalesforceException(400, "DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {other.Id[..15]}");
    }
}
