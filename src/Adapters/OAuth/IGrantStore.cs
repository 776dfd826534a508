namespace Customer360.Adapters.OAuth;

/// <summary>Where grants are kept, for all replicas. Implementations are thread-safe.</summary>
public interface IGrantStore
{
    /// <returns>The grant as it is stored now, never from a cache; null when there is none.</returns>
    Task<StoredGrant?> ReadAsync(string grantId, CancellationToken cancellationToken);

    /// <summary>Waits until no other holder on any replica has the grant, and holds it until disposed.</summary>
    Task<IAsyncDisposable> LockAsync(string grantId, CancellationToken cancellationToken);

    /// <summary>Replaces the tokens, durably.</summary>
    /// <returns>False when the stored version is another one: nothing was saved.</returns>
    Task<bool> SaveAsync(string grantId, long expectedVersion, CrmGrant grant, CancellationToken cancellationToken);

    /// <summary>Notes that the CRM no longer takes the grant. Does nothing when the stored version is another one.</summary>
    Task MarkWithdrawnAsync(string grantId, long expectedVersion, CancellationToken cancellationToken);
}

/// <summary>A grant and the version that a change must name.</summary>
/// <param name="Grant">The tokens.</param>
/// <param name="Version">Grows with each change.</param>
/// <param name="Withdrawn">The CRM said that it no longer takes it.</param>
public sealed record StoredGrant(CrmGrant Grant, long Version, bool Withdrawn);
