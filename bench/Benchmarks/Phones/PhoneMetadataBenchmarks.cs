using BenchmarkDotNet.Attributes;
using Customer360.Adapters.Phones;

namespace Customer360.Benchmarks.Phones;

/// <summary>Reading the numbering plans.</summary>
public class PhoneMetadataBenchmarks
{
    [Benchmark]
    public object Load() => NumberingPlans.Load();
}
