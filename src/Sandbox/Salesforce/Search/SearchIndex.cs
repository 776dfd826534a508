using Customer360.Sandbox.Salesforce.Data;
using Customer360.Sandbox.Salesforce.Schema;

namespace Customer360.Sandbox.Salesforce.Search;

internal readonly record struct Posting(Record Record, Field Field);

/// <summary>Tokens to records. It learns of a commit only after the index lag, and answers from what it knew before.</summary>
internal sealed class SearchIndex(Org org)
{
    private readonly Dictionary<string, List<Posting>> _postings = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<Record, List<IndexedField>> _documents = [];
    private readonly PriorityQueue<Record, DateTimeOffset> _waiting = new();

    private sealed record IndexedField(Field Field, string[] Tokens, string[] Extra);

    public void Enqueue(Record record)
    {
        if (record.Type.Searchable)
            _waiting.Enqueue(record, org.Clock.GetUtcNow() + org.Settings().IndexLag);
    }

    /// <summary>Indexes at once, as for data that was there before.</summary>
    public void Put(Record record)
    {
        if (record.Type.Searchable && !record.IsDeleted)
            Add(record);
    }

    /// <summary>Takes in what is due. To be called before a search.</summary>
    public void CatchUp()
    {
        while (_waiting.TryPeek(out var record, out var due) && due <= org.Clock.GetUtcNow())
        {
            _waiting.Dequeue();
            Remove(record);
            Put(record);
        }
    }

    public IReadOnlyList<Posting> Find(string token) => _postings.GetValueOrDefault(token) ?? (IReadOnlyList<Posting>)[];

    /// <summary>The words that begin with a prefix.</summary>
    public IEnumerable<string> WordsFrom(string prefix) =>
        prefix.Length == 0 ? _words : _words.GetViewBetween(prefix, prefix + char.MaxValue);

    /// <summary>Whether the tokens stand side by side in the field as indexed.</summary>
    public bool HasPhrase(Posting posting, IReadOnlyList<Func<string, bool>> phrase)
    {
        var tokens = _documents[posting.Record].Find(field => field.Field == posting.Field)!.Tokens;
        for (var from = 0; from + phrase.Count <= tokens.Length; from++)
        {
            var i = 0;
            while (i < phrase.Count && phrase[i](tokens[from + i]))
                i++;
            if (i == phrase.Count)
                return true;
        }
        return false;
    }

    private void Add(Record record)
    {
        var document = new List<IndexedField>();
        foreach (var field in record.Type.Fields)
        {
            if (TextOf(record, field) is not { Length: > 0 } text)
                continue;
            var indexed = new IndexedField(field, [.. SearchText.Tokens(text)], field.Type is FieldType.Phone ? [.. SearchText.JoinedNumbers(text)] : []);
            document.Add(indexed);
            foreach (var token in indexed.Tokens.Concat(indexed.Extra).Distinct())
                Enter(token, new(record, field));
        }
        _documents[record] = document;
    }

    /// <summary>A contact is also found by the name of its account.</summary>
    private string? TextOf(Record record, Field field) => field switch
    {
        { IsText: true } => record[field] as string,
        { Name: "AccountId" } when record.Type.Name is "Contact" && record[field] is string id => org.Find(id)?.Text("Name"),
        _ => null,
    };

    private void Enter(string token, Posting posting)
    {
        if (!_postings.TryGetValue(token, out var postings))
        {
            _postings[token] = postings = new(1);
            _words.Add(token);
        }
        postings.Add(posting);
    }

    private void Remove(Record record)
    {
        if (!_documents.Remove(record, out var document))
            return;
        foreach (var (field, tokens, extra) in document)
        {
            foreach (var token in tokens.Concat(extra).Distinct())
                Leave(token, new(record, field));
        }
    }

    private void Leave(string token, Posting posting)
    {
        var postings = _postings[token];
        postings.Remove(posting);
        if (postings.Count > 0)
            return;
        _postings.Remove(token);
        _words.Remove(token);
    }
}
