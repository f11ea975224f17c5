using BenchmarkDotNet.Running;
using Serverless.Benchmarks;
using Serverless.Benchmarks.Deploying;

// `scenario [--rounds N] [NAME…]` times whole programs and prints Markdown; anything else goes to BenchmarkDotNet. `deploy` is the scenario of that
// name talking to itself: a deployment in a process of its own.
return args switch
{
    ["scenario", .. var arguments] => await Scenarios.RunAsync(arguments),
    [DeployProcess.Verb, .. var arguments] => await DeployProcess.RunAsync(arguments),
    _ => RunMicroBenchmarks(args),
};

static int RunMicroBenchmarks(string[] arguments)
{
    BenchmarkSwitcher.FromAssembly(typeof(Scenarios).Assembly).Run(arguments);
    return 0;
}
