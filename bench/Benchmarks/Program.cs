using BenchmarkDotNet.Running;
using Customer360.Benchmarks;
using Customer360.Benchmarks.Phones;
using Customer360.Benchmarks.Uncached;

// fuzz-phones SECONDS [SEED], cold-phones, or BenchmarkDotNet's own arguments, such as --filter '*Phone*'.
if (args is ["fuzz-phones", ..])
    return PhoneFuzzing.Run(args[1..]);
if (args is ["gateway", ..])
    return await BenchGateway.RunAsync(args[1..]);
if (args is ["uncached", ..])
    return await UncachedLoad.RunAsync(args[1..]);
if (args is ["cold-phones"])
    return PhoneColdStart.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new BenchmarkConfig());
return 0;
