namespace Customer360.Adapters.Http;

/// <summary>This replica's share of a connection's limits.</summary>
/// <param name="Calls">At the same time.</param>
/// <param name="CallsPerUser">At the same time for one CRM user.</param>
/// <param name="PerSecond">A second. 0: any.</param>
internal readonly record struct GateLimits(int Calls, int CallsPerUser, double PerSecond)
{
    public static GateLimits For(CrmSession session, CrmHttpRules rules, int replicas)
    {
        var own = session.Connection.Limits;
        return new(
            Math.Max(1, Or(own?.ConcurrentCalls, rules.ConcurrentCalls) / replicas),
            Math.Max(1, Or(own?.ConcurrentCallsPerUser, rules.ConcurrentCallsPerUser) / replicas),
            (double)Or(own?.CallsPerSecond, rules.CallsPerSecond) / replicas);
    }

    private static int Or(int? own, int standard) => own is > 0 ? own.Value : standard;
}

/// <summary>
/// Lets calls of one connection through, interactive ones first. Own code because System.Threading.RateLimiting knows no
/// priorities, and its limits can't change while calls wait.
/// </summary>
internal sealed class CallGate(TimeProvider time)
{
    /// <summary>More than this would only wait for their deadline.</summary>
    public const int MaxWaiting = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _runningOf = [];
    private readonly LinkedList<Waiter> _interactive = [];
    private readonly LinkedList<Waiter> _background = [];
    private GateLimits _limits;
    private ITimer? _timer;
    private long _nextSlot; // a timestamp of the time provider: it never jumps
    private int _running;

    /// <summary>Nobody is inside or waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _running + _interactive.Count + _background.Count == 0;
        }
    }

    /// <returns>False when too many wait already. True: <see cref="Leave"/> must follow.</returns>
    public ValueTask<bool> EnterAsync(string user, CallPriority priority, GateLimits limits, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            _limits = limits;
            if (_interactive.Count == 0 && (priority is CallPriority.Interactive || _background.Count == 0) && HasRoom(user) && TakeSlot())
            {
                Admit(user);
                return ValueTask.FromResult(true);
            }
            if (_interactive.Count + _background.Count >= MaxWaiting)
                return ValueTask.FromResult(false);
            waiter = new Waiter(user);
            (priority is CallPriority.Interactive ? _interactive : _background).AddLast(waiter.Node);
            Dispatch(); // those before this one may wait for their user only
        }
        return WaitAsync(waiter, cancellationToken);
    }

    public void Leave(string user)
    {
        lock (_lock)
        {
            Expel(user);
            Dispatch();
        }
    }

    private async ValueTask<bool> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).TrySetCanceled(token), waiter);
        try
        {
            return await waiter.Task;
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                waiter.Node.List?.Remove(waiter.Node);
            throw;
        }
    }

    private void Dispatch()
    {
        Dispatch(_interactive);
        Dispatch(_background);
    }

    private void Dispatch(LinkedList<Waiter> waiting)
    {
        for (var node = waiting.First; node is not null && _running < _limits.Calls;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (HasRoom(waiter.User) && !waiter.Task.IsCompleted)
            {
                if (!TakeSlot())
                    return;
                waiting.Remove(node);
                Admit(waiter.User);
                if (!waiter.TrySetResult(true)) // cancelled this moment
                    Expel(waiter.User);
            }
            node = next;
        }
    }

    private bool HasRoom(string user) => _running < _limits.Calls && _runningOf.GetValueOrDefault(user) < _limits.CallsPerUser;

    private void Admit(string user)
    {
        _running++;
        _runningOf[user] = _runningOf.GetValueOrDefault(user) + 1;
    }

    private void Expel(string user)
    {
        _running--;
        if (--_runningOf[user] == 0)
            _runningOf.Remove(user);
    }

    // Slots are 1 / PerSecond apart. One may be taken a quarter of a second early: so long a burst follows silence.
    private bool TakeSlot()
    {
        if (_limits.PerSecond <= 0)
            return true;
        var now = time.GetTimestamp();
        _nextSlot = Math.Max(_nextSlot, now);
        var early = time.GetElapsedTime(now, _nextSlot) - TimeSpan.FromMilliseconds(250);
        if (early > TimeSpan.Zero)
        {
            _timer ??= time.CreateTimer(static gate => ((CallGate)gate!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(early + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            return false;
        }
        _nextSlot += (long)(time.TimestampFrequency / _limits.PerSecond);
        return true;
    }

    private void OnTimer()
    {
        lock (_lock)
            Dispatch();
    }

    private sealed class Waiter : TaskCompletionSource<bool>
    {
        public Waiter(string user)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            User = user;
            Node = new(this);
        }

        public string User { get; }

        public LinkedListNode<Waiter> Node { get; }
    }
}
