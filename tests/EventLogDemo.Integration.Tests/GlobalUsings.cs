global using Xunit;

// The engines share two cores and a machine's memory: one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
