namespace Customer360.Gateway.Requests;

/// <summary>One attempt at a write that has a request_id.</summary>
internal abstract class WriteAttempt
{
    /// <summary>To be written with the record: fixed in SQL before the first attempt, the same for each repeat.</summary>
    public abstract Guid Reference { get; }

    /// <summary>Where an earlier attempt, whose outcome is unknown, went; this one goes there too, whatever CRM is active now.
    /// Null: there was none.</summary>
    public abstract string? ConnectionId { get; }

    /// <summary>Notes in SQL where the write goes. Called once it is known, before the CRM is asked to write.</summary>
    public abstract Task PinAsync(string connectionId, CancellationToken cancellationToken);
}
