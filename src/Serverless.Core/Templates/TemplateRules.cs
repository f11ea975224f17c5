using Serverless.Diagnostics;

namespace Serverless.Templates;

/// <summary>What can be wrong with a template that CloudFormation would understand as text: codes SLS0201 to SLS0249.</summary>
public static class TemplateRules
{
    /// <summary>A top-level key that is no section.</summary>
    public static readonly DiagnosticDescriptor UnknownSection = new("SLS0201", Severity.Error, "A section is unknown");

    /// <summary>No <c>Resources</c>, or none in it.</summary>
    public static readonly DiagnosticDescriptor NoResources = new("SLS0202", Severity.Error, "The template has no resources");

    /// <summary>A map where a list must be, a number where a text must be, and so on.</summary>
    public static readonly DiagnosticDescriptor WrongShape = new("SLS0203", Severity.Error, "A part of the template has the wrong shape");

    /// <summary>A resource without <c>Type</c>.</summary>
    public static readonly DiagnosticDescriptor NoType = new("SLS0204", Severity.Error, "A resource has no type");

    /// <summary>A key beside <c>Type</c> that no resource, parameter or output has.</summary>
    public static readonly DiagnosticDescriptor UnknownAttribute = new("SLS0205", Severity.Error, "An attribute is unknown");

    /// <summary>An <c>AWSTemplateFormatVersion</c> other than the only one.</summary>
    public static readonly DiagnosticDescriptor FormatVersion = new("SLS0206", Severity.Error, "The template format version is unknown");

    /// <summary>A logical id with other characters than letters and digits.</summary>
    public static readonly DiagnosticDescriptor BadLogicalId = new("SLS0207", Severity.Error, "A logical id is not alphanumeric");

    /// <summary>More of something than CloudFormation takes in one template.</summary>
    public static readonly DiagnosticDescriptor TooMany = new("SLS0208", Severity.Error, "A template holds too much");

    /// <summary>An output without <c>Value</c>, a parameter without <c>Type</c>, an export without <c>Name</c>.</summary>
    public static readonly DiagnosticDescriptor MissingMember = new("SLS0209", Severity.Error, "A required member is missing");

    /// <summary>A reference to a resource or parameter that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownReference = new("SLS0210", Severity.Error, "A reference leads nowhere");

    /// <summary>The name of a condition that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownCondition = new("SLS0211", Severity.Error, "A condition is unknown");

    /// <summary>The name of a mapping, or a key in it, that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownMapping = new("SLS0212", Severity.Error, "A mapping or one of its keys is unknown");

    /// <summary>A <c>DependsOn</c> that names no resource.</summary>
    public static readonly DiagnosticDescriptor UnknownDependency = new("SLS0213", Severity.Error, "A dependency is unknown");

    /// <summary>Resources or conditions that wait for each other.</summary>
    public static readonly DiagnosticDescriptor Circular = new("SLS0214", Severity.Error, "Parts of the template depend on each other in a circle");

    /// <summary>A function with an argument that it cannot have.</summary>
    public static readonly DiagnosticDescriptor BadArgument = new("SLS0215", Severity.Error, "A function has a wrong argument");

    /// <summary>An <c>Fn::</c> name that CloudFormation does not have.</summary>
    public static readonly DiagnosticDescriptor UnknownFunction = new("SLS0216", Severity.Error, "A function is unknown");

    /// <summary>A parameter whose type is unknown or whose default it would refuse.</summary>
    public static readonly DiagnosticDescriptor BadParameter = new("SLS0217", Severity.Error, "A parameter contradicts itself");

    /// <summary>One name for a parameter and a resource.</summary>
    public static readonly DiagnosticDescriptor NameTaken = new("SLS0218", Severity.Error, "A parameter and a resource share a name");

    /// <summary>A function that has other members beside it in its map.</summary>
    public static readonly DiagnosticDescriptor NotAlone = new("SLS0219", Severity.Error, "A function does not stand alone");

    /// <summary>A key without a value, which is an explicit null.</summary>
    public static readonly DiagnosticDescriptor EmptyValue = new("SLS0220", Severity.Error, "A property has no value");
}
