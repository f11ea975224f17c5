using Serverless.Diagnostics;

namespace Serverless.Templates;

/// <summary>What can be wrong with a template before anybody asks what it means: codes SLS0101 to SLS0149.</summary>
public static class TemplateSyntax
{
    /// <summary>There is nothing but white space and comments in the file.</summary>
    public static readonly DiagnosticDescriptor Empty = new("SLS0101", Severity.Error, "The template is empty");

    /// <summary>The file is larger than CloudFormation takes.</summary>
    public static readonly DiagnosticDescriptor TooLarge = new("SLS0102", Severity.Error, "The template is too large");

    /// <summary>YAML's grammar is broken in a way that has no code of its own.</summary>
    public static readonly DiagnosticDescriptor NotYaml = new("SLS0103", Severity.Error, "The template is not YAML");

    /// <summary>JSON's grammar is broken.</summary>
    public static readonly DiagnosticDescriptor NotJson = new("SLS0104", Severity.Error, "The template is not JSON");

    /// <summary>A tab where YAML wants spaces.</summary>
    public static readonly DiagnosticDescriptor Tab = new("SLS0105", Severity.Error, "A tab is used as indentation");

    /// <summary>A quote that is opened and never closed.</summary>
    public static readonly DiagnosticDescriptor UnterminatedQuote = new("SLS0106", Severity.Error, "A quoted text has no end");

    /// <summary>A line that stands too far left or right.</summary>
    public static readonly DiagnosticDescriptor Indentation = new("SLS0107", Severity.Error, "A line is indented wrongly");

    /// <summary>Text that means something in YAML and must be quoted to be text.</summary>
    public static readonly DiagnosticDescriptor NeedsQuotes = new("SLS0108", Severity.Error, "A text must be quoted");

    /// <summary>A bracket or brace that is opened and never closed.</summary>
    public static readonly DiagnosticDescriptor UnterminatedBracket = new("SLS0109", Severity.Error, "A bracket is not closed");

    /// <summary>A key that is twice in one map: an error for sections, otherwise a warning.</summary>
    public static readonly DiagnosticDescriptor DuplicateKey = new("SLS0110", Severity.Warning, "A key occurs twice");

    /// <summary>A key that is a map, a list or an intrinsic function.</summary>
    public static readonly DiagnosticDescriptor KeyNotText = new("SLS0111", Severity.Error, "A key is not a text");

    /// <summary>A tag that no template may have.</summary>
    public static readonly DiagnosticDescriptor UnknownTag = new("SLS0112", Severity.Error, "A tag is unknown");

    /// <summary>A scalar that YAML 1.1 gives a meaning which no value has.</summary>
    public static readonly DiagnosticDescriptor UnreadableScalar = new("SLS0113", Severity.Error, "A value cannot be read");

    /// <summary>An alias without an anchor before it.</summary>
    public static readonly DiagnosticDescriptor UnknownAlias = new("SLS0114", Severity.Error, "An alias has no anchor");

    /// <summary>An alias inside the value that it stands for.</summary>
    public static readonly DiagnosticDescriptor RecursiveAlias = new("SLS0115", Severity.Error, "An alias contains itself");

    /// <summary>Aliases that would copy more than a template can hold.</summary>
    public static readonly DiagnosticDescriptor AliasBomb = new("SLS0116", Severity.Error, "Aliases expand to too much");

    /// <summary>A merge key with something else than a map.</summary>
    public static readonly DiagnosticDescriptor BadMerge = new("SLS0117", Severity.Error, "A merge key has no map to merge");

    /// <summary>Maps and lists inside each other beyond the limit.</summary>
    public static readonly DiagnosticDescriptor TooDeep = new("SLS0118", Severity.Error, "The template is nested too deeply");

    /// <summary>A second YAML document.</summary>
    public static readonly DiagnosticDescriptor SecondDocument = new("SLS0119", Severity.Error, "The file holds a second document");

    /// <summary>A document that is a list or a scalar.</summary>
    public static readonly DiagnosticDescriptor NotAMap = new("SLS0120", Severity.Error, "The template is not a map");
}
