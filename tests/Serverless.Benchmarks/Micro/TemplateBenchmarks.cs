using BenchmarkDotNet.Attributes;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Benchmarks.Micro;

/// <summary>Reading and expanding a template of 50 functions with 3 events each.</summary>
[InProcess]
[MemoryDiagnoser]
public class TemplateBenchmarks
{
    private readonly SourceText _source = GeneratedTemplate.Create();
    private readonly TransformContext _context = new() { Region = "eu-central-1", Time = TimeProvider.System };
    private Template? _template;

    /// <summary>Makes sure that there is something to measure.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _template = ReadTemplate();
        Expand();
    }

    /// <summary>YAML into the model.</summary>
    [Benchmark]
    public Template ReadTemplate()
    {
        var read = TemplateReader.Read(_source);
        return read.IsGood ? read.Value : throw new InvalidOperationException(read.Diagnostics[0].Text);
    }

    /// <summary>SAM into CloudFormation.</summary>
    [Benchmark]
    public Template Expand()
    {
        var expanded = SamTransform.Apply(_template!, _context);
        return expanded.IsGood ? expanded.Value : throw new InvalidOperationException(expanded.Diagnostics[0].Text);
    }
}
