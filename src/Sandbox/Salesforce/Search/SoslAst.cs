using Customer360.Sandbox.Salesforce.Query;

namespace Customer360.Sandbox.Salesforce.Search;

internal enum SearchScope { All, Name, Email, Phone, Sidebar }

internal abstract record SearchTerm;

internal sealed record AllTerms(IReadOnlyList<SearchTerm> Parts) : SearchTerm;

internal sealed record AnyTerm(IReadOnlyList<SearchTerm> Parts) : SearchTerm;

internal sealed record TermWithout(SearchTerm Wanted, SearchTerm Unwanted) : SearchTerm;

/// <summary>Words that stand side by side. * and ? in them are wildcards.</summary>
internal sealed record Phrase(IReadOnlyList<string> Words) : SearchTerm;

/// <param name="Select">Empty: Id only.</param>
internal sealed record SearchObject(string Name, int Position, IReadOnlyList<SelectItem> Select, QueryTail Tail);

/// <param name="Objects">Empty: all searchable objects.</param>
internal sealed record SoslQuery(SearchTerm Term, SearchScope Scope, IReadOnlyList<SearchObject> Objects, int? Limit);
