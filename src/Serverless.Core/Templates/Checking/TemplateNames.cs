using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>The names that a template has, and what is known of those that it gets from elsewhere.</summary>
internal sealed class TemplateNames(Template template, TemplateVocabulary? vocabulary)
{
    public IReadOnlySet<string> Resources { get; } = Keys(template.Root["Resources"]);

    public IReadOnlySet<string> Parameters { get; } = Keys(template.Root["Parameters"]);

    public IReadOnlySet<string> Conditions { get; } = Keys(template.Root["Conditions"]);

    /// <summary>True when a transform has yet to rewrite the template.</summary>
    public bool HasTransform { get; } = template.Transforms.Any();

    /// <summary>True when something rewrites the template that may add names nobody can foresee.</summary>
    public bool MayGrow { get; } = Macros.MayAddAnything(template);

    /// <summary>What the transform reads, or nothing.</summary>
    public TemplateVocabulary Vocabulary { get; } = vocabulary ?? new();

    /// <summary>True when every section and attribute that can have a meaning is known.</summary>
    public bool IsComplete { get; } = !Macros.MayAddAnything(template) && (vocabulary is not null || !template.Transforms.Any());

    /// <summary>True for a name that something else will make, or might.</summary>
    public bool IsKnownElsewhere(string name) => MayGrow || Vocabulary.IsKnownElsewhere(name);

    /// <summary>True when a word that is not among the known ones deserves a complaint.</summary>
    public bool IsWrong(string word, IReadOnlyCollection<string> known) =>
        !known.Contains(word) && !Macros.IsMacroKey(word) && (IsComplete || DidYouMean.Find(word, known) is not null);

    private static HashSet<string> Keys(TemplateValue? section) => [.. section.AsMap()?.Keys ?? []];
}
