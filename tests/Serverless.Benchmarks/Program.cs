using BenchmarkDotNet.Running;
using Serverless.Benchmarks;

// `scenario NAME…` times whole programs and prints Markdown; anything else goes to BenchmarkDotNet.
if (args is ["scenario", .. var names])
{
    return await Scenarios.RunAsync(names);
}

BenchmarkSwitcher.FromAssembly(typeof(Scenarios).Assembly).Run(args);
return 0;
