using Serverless.Templates.Evaluation;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>What is known of a deployment before it happens.</summary>
/// <param name="Parameters">The parameters that have a value; others get theirs when the stack is deployed.</param>
/// <param name="Pseudo">The pseudo parameters; an empty text stands for one that is not known yet.</param>
public sealed record KnownValues(ParameterValues Parameters, PseudoParameterValues Pseudo)
{
    /// <summary>What is known when nobody has said which stack it will be.</summary>
    /// <param name="template">Declares the parameters and their defaults.</param>
    /// <param name="given">Values that are given for parameters.</param>
    /// <param name="region">The region.</param>
    public static KnownValues Of(Template template, IEnumerable<SuppliedParameter> given, string region)
    {
        // What is wrong with the values is for those to say who took them from the user.
        var parameters = ParameterValues.Resolve(template, given).Value ?? ParameterValues.None;
        return new(parameters, new PseudoParameterValues("", "", region, ""));
    }

    /// <summary>True when <c>Ref</c> of the name has an answer already.</summary>
    internal bool Has(string name) =>
        name == "AWS::NoValue" || Parameters.Find(name) is not null || Pseudo.Find(name) is { IsTruthy: true };
}
