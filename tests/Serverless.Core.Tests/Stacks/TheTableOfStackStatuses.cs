using System.Text.Json;
using Serverless.Testing;

namespace Serverless.Stacks;

public sealed class TheTableOfStackStatuses
{
    public static TheoryData<string, bool, StackEnding, StackReadiness> Rows => new()
    {
        { "REVIEW_IN_PROGRESS", false, StackEnding.None, StackReadiness.Create },
        { "CREATE_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "CREATE_COMPLETE", false, StackEnding.Succeeded, StackReadiness.Update },
        { "CREATE_FAILED", false, StackEnding.Failed, StackReadiness.Update },
        { "ROLLBACK_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "ROLLBACK_COMPLETE", false, StackEnding.RolledBack, StackReadiness.DeleteThenCreate },
        { "ROLLBACK_FAILED", false, StackEnding.Failed, StackReadiness.Repair },
        { "UPDATE_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "UPDATE_COMPLETE", false, StackEnding.Succeeded, StackReadiness.Update },
        { "UPDATE_FAILED", false, StackEnding.Failed, StackReadiness.Update },
        { "UPDATE_ROLLBACK_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "UPDATE_ROLLBACK_COMPLETE", false, StackEnding.RolledBack, StackReadiness.Update },
        { "UPDATE_ROLLBACK_FAILED", false, StackEnding.Failed, StackReadiness.Repair },
        { "DELETE_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "DELETE_COMPLETE", false, StackEnding.Deleted, StackReadiness.Create },
        { "DELETE_FAILED", false, StackEnding.Failed, StackReadiness.Repair },
        { "IMPORT_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "IMPORT_COMPLETE", false, StackEnding.Succeeded, StackReadiness.Update },
        { "IMPORT_ROLLBACK_IN_PROGRESS", true, StackEnding.None, StackReadiness.Wait },
        { "IMPORT_ROLLBACK_COMPLETE", false, StackEnding.RolledBack, StackReadiness.Update },
        { "IMPORT_ROLLBACK_FAILED", false, StackEnding.Failed, StackReadiness.Repair },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void AStatusSaysWhatItIsAndWhatComesNext(string name, bool inProgress, StackEnding ending, StackReadiness readiness)
    {
        var status = StackStatus.Parse(name);
        Assert.Equal((name, inProgress, ending, readiness), (status.Name, status.IsInProgress, status.Ending, status.Readiness));
        Assert.Equal(readiness == StackReadiness.Repair, status.Advice is not null);
    }

    [Fact]
    public void NoStatusIsLeftOutOfTheRowsAbove() =>
        Assert.Equal(Rows.Select(row => row.Data.Item1).Order(StringComparer.Ordinal), StackStatus.All.Select(status => status.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("MIGRATE_IN_PROGRESS", true, StackEnding.None)]
    [InlineData("MIGRATE_COMPLETE", false, StackEnding.Succeeded)]
    [InlineData("MIGRATE_ROLLBACK_COMPLETE", false, StackEnding.RolledBack)]
    [InlineData("MIGRATE_FAILED", false, StackEnding.Failed)]
    [InlineData("STRANGE", false, StackEnding.Failed)]
    public void AStatusAddedByCloudFormationLaterIsUnderstoodByItsEnding(string name, bool inProgress, StackEnding ending)
    {
        var status = StackStatus.Parse(name);
        Assert.Equal((inProgress, ending), (status.IsInProgress, status.Ending));
    }

    [Fact]
    public async Task ItHasTheStatusesOfTheServicesOwnModel()
    {
        const string Script = """
            import gzip, json, os, botocore
            path = os.path.join(os.path.dirname(botocore.__file__), 'data/cloudformation/2010-05-15/service-2.json')
            model = json.load(gzip.open(path + '.gz') if os.path.exists(path + '.gz') else open(path))
            print(json.dumps(model['shapes']['StackStatus']['enum']))
            """;
        var python = OutsideProgram.Find("python3");
        Assert.SkipWhen(python is null, "python3 is not installed");
        var result = await OutsideProgram.RunAsync(python, ["-c", Script], AppContext.BaseDirectory, cancellationToken: Story.Token);
        Assert.SkipWhen(result.ExitCode != 0, "botocore is not installed");
        var names = JsonSerializer.Deserialize<string[]>(result.Output)!;
        Assert.Equal(names.Order(StringComparer.Ordinal), StackStatus.All.Select(status => status.Name).Order(StringComparer.Ordinal));
    }
}
