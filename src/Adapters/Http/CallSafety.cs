namespace Customer360.Adapters.Http;

/// <summary>What a second sending of a request would do.</summary>
public enum CallSafety
{
    /// <summary>A read. Sent again after failures; a failure in the end changes nothing.</summary>
    Repeatable,

    /// <summary>A write that may not be sent again. A failure after the CRM may have seen it is <see cref="CrmFailure.OutcomeUnknown"/>.</summary>
    Once,

    /// <summary>A write that the CRM makes idempotent: sent again like a read, and in the end unknown like a write.</summary>
    RepeatableWrite,
}
