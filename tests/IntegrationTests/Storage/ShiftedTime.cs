namespace Customer360.IntegrationTests.Storage;

/// <summary>The clock of a gateway that runs later; its timers are real.</summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
