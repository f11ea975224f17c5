using Serverless.Sam.Errors;

namespace Serverless.Sam.Schemas;

/// <summary>The three ways in which the service tells what a value did wrong by its schema.</summary>
internal static class SchemaReports
{
    /// <summary>A sentence for each place: what it lacks, or the kinds that it could have.</summary>
    public static SamErrorException Sentences(Subject subject, List<SchemaError> errors)
    {
        var sentences = errors.GroupBy(error => string.Join('.', error.Path)).Select(group => $"Property '{group.Key}' {Sentence([.. group])}.");
        return subject.Error(string.Join(' ', sentences), errors[0].At);
    }

    /// <summary>The report of the service's library as it is.</summary>
    public static SamErrorException Listing(Subject subject, string property, List<SchemaError> errors)
    {
        var lines = errors.Select(error => $"\n{string.Join(" -> ", error.Path)}\n  {error.Problem.Text} (type={error.Problem.Code})");
        var heading = $"{errors.Count} validation error{(errors.Count == 1 ? "" : "s")} for {property}";
        return subject.Error($"Invalid {property}: {heading}{string.Concat(lines)}", errors[0].At);
    }

    /// <summary>Only the first place, without a reason; the reason is in the help.</summary>
    public static SamErrorException First(Subject subject, List<SchemaError> errors)
    {
        var path = string.Join('.', errors[0].Path);
        return subject.Error($"Property '{path}' is invalid.", errors[0].At, $"'{path}' {Sentence([.. errors.Where(error => string.Join('.', error.Path) == path)])}.");
    }

    private static string Sentence(List<SchemaError> errors)
    {
        var problem = errors[0].Problem;
        if (problem == SchemaProblem.Missing)
        {
            return "is required";
        }

        if (problem == SchemaProblem.NotPermitted)
        {
            return "is an invalid property";
        }

        var wanted = errors.Select(error => error.Problem.Wanted).OfType<string>().Distinct().ToList();
        return wanted.Count > 1 ? $"value must be {string.Join(" or ", wanted)}" : problem.Text;
    }
}
