using Serverless.Diagnostics;
using Serverless.Local.Functions;
using Serverless.Local.Http;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local;

/// <summary>Applies the transforms that a template names (SAM) as CloudFormation would before it deploys.</summary>
/// <param name="template">The template as it was sent; it is a copy and may be changed.</param>
/// <param name="parameters">The values of its parameters.</param>
/// <param name="pseudo">Region, account and stack.</param>
/// <returns>The template without its <c>Transform</c>, or what is wrong with it.</returns>
public delegate Checked<Template> TemplateTransform(Template template, ParameterValues parameters, PseudoParameterValues pseudo);

/// <summary>How a local cloud shall be run.</summary>
public sealed record LocalCloudOptions
{
    /// <summary>Absolute path of the folder that keeps buckets and stacks between runs. It is made when it is missing.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Runs the functions. The caller owns it and disposes it after the cloud.</summary>
    public required IFunctionHost Functions { get; init; }

    /// <summary>Serves the HTTP APIs. The caller owns it and disposes it after the cloud.</summary>
    public required IHttpApiHost HttpApis { get; init; }

    /// <summary>The port on 127.0.0.1; 0 lets the system choose one.</summary>
    public int Port { get; init; }

    /// <summary>The region of requests that name none.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account that everything belongs to, twelve digits.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>The product's version, as the status tells it.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>How long every step on a resource takes at least, to watch a deployment or to test what happens meanwhile. Zero is as fast as possible.</summary>
    public TimeSpan StepDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How long a request that starts work on a stack is held back for the work to end. Zero answers at once, as AWS does. A few seconds spare
    /// clients that poll slowly (aws-cli: every 30 s) a wait for a stack that was ready before they first asked.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.Zero;

    /// <summary>Applies the transforms that templates name: SAM's, unless the host has another idea. Null refuses every template that names one.</summary>
    public TemplateTransform? Transform { get; init; } = CloudFormation.SamStep.Apply;

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
