using Serverless.Local.Functions;
using Serverless.Local.Lambda;
using Serverless.Local.Resources.HttpApis;
using Serverless.Local.S3;

namespace Serverless.Local.Resources;

/// <summary>What resource bodies work on.</summary>
/// <param name="Buckets">The local S3.</param>
/// <param name="Functions">Runs functions.</param>
/// <param name="Code">Keeps the functions' zips.</param>
/// <param name="Apis">The HTTP APIs.</param>
/// <param name="Clock">Tells the time.</param>
internal sealed record CloudServices(BucketStore Buckets, IFunctionHost Functions, CodeStore Code, ApiRegistry Apis, TimeProvider Clock);
