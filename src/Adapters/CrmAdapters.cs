using System.Collections.Frozen;
using Customer360.Contracts.V1;

namespace Customer360.Adapters;

/// <summary>The adapters that the host has, by kind.</summary>
/// <exception cref="ArgumentException">Two adapters claim one kind.</exception>
public sealed class CrmAdapters(IEnumerable<ICrmAdapter> adapters)
{
    private readonly FrozenDictionary<CrmKind, ICrmAdapter> _byKind =
        adapters.Select(adapter => KeyValuePair.Create(adapter.Kind, adapter)).ToDictionary().ToFrozenDictionary();

    public IReadOnlyCollection<CrmKind> Kinds => _byKind.Keys;

    /// <exception cref="CrmException">Misconfigured: this host has no adapter for the kind.</exception>
    public ICrmAdapter Get(CrmKind kind) =>
        _byKind.GetValueOrDefault(kind) ?? throw new CrmException(CrmFailure.Misconfigured, $"No adapter for {kind} is installed.");
}
