using System.Globalization;
using Serverless.Conformance;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Templates.LanguageExtensions;
using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

/// <summary>
/// Templates that nobody would write have an outcome all the same, soon and with little memory. SERVERLESS_MUTATIONS is how many are tried
/// (2,500 unless it says otherwise; 100,000 for a night) and SERVERLESS_MUTATIONS_SEED the seed of the first; each next one has the next.
/// </summary>
public class MutatedTemplates
{
    private const long MostBytes = 500_000_000;
    private const int Looks = 4;

    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(2);

    [Fact]
    public void AreExpandedOrReportedButNeverThrow()
    {
        var count = Number("SERVERLESS_MUTATIONS", 2_500);
        var seed = Number("SERVERLESS_MUTATIONS_SEED", 20161031);
        var sources = Sources();
        TestContext.Current.SendDiagnosticMessage($"Mutated templates: {count} of {sources.Count} sources, from seed {seed}.");
        var failures = Enumerable.Range(seed, count).Select(each => Failure(sources, each)).OfType<string>().Take(10).ToList();
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static string? Failure(IReadOnlyList<Template> sources, int seed)
    {
        var template = new Mutation(sources, seed).Make();
        try
        {
            // Other tests run beside this one; what is wrong with the template is wrong each time.
            var complaints = Enumerable.Range(0, Looks).Select(_ => Complaint(template)).TakeWhile(complaint => complaint is not null).ToList();
            return complaints.Count < Looks ? null : $"Seed {seed}: {complaints[^1]}\n{TemplateWriter.WriteYaml(template)}";
        }
        catch (Exception unexpected)
        {
            return $"Seed {seed} threw {unexpected}\n{TemplateWriter.WriteYaml(template)}";
        }
    }

    private static string? Complaint(Template template)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Environment.CpuUsage.TotalTime;
        var extended = LanguageExtensionTransform.Apply(template, () => KnownValues.Of(template, [], "eu-central-1"));
        var expanded = SamTransform.Apply(extended.Value?.Template ?? template, Some.Context);
        var checks = TemplateChecker.Check(expanded.Value ?? template);
        var took = Environment.CpuUsage.TotalTime - started;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        return (extended.Value is null && !extended.HasErrors) || (expanded.Value is null && !expanded.HasErrors) || checks.IsDefault ? "There is neither a template nor an error."
            : took > _longest ? $"It took {took} of processor time."
            : allocated > MostBytes ? string.Create(CultureInfo.InvariantCulture, $"It took {allocated:N0} bytes.")
            : null;
    }

    private static List<Template> Sources()
    {
        var packs = new[] { ConformanceFolder.Find("sam"), ConformanceFolder.Find("real") }.OfType<string>().Select(folder => Path.Combine(folder, "input"));
        return
        [
            .. from folder in packs.Prepend(Path.Combine(AppContext.BaseDirectory, "Sam", "Expected"))
               from path in Directory.GetFiles(folder).Order(StringComparer.Ordinal)
               let template = TemplateReader.Read(new SourceText(path, File.ReadAllText(path))).Value
               where template is not null
               select template,
        ];
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
