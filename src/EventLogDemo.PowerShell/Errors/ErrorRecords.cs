using System.Management.Automation;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Errors;

/// <summary>Makes every error record of the module: a stable id, a category, a target and, where a person can act, what to do.</summary>
internal static class ErrorRecords
{
    /// <summary>Category of every kind of error.</summary>
    public static IReadOnlyDictionary<Type, ErrorCategory> Categories { get; } = new Dictionary<Type, ErrorCategory>
    {
        [typeof(NoPipelineException)] = ErrorCategory.ObjectNotFound,
        [typeof(AmbiguousPipelineException)] = ErrorCategory.InvalidArgument,
        [typeof(UnknownPipelineException)] = ErrorCategory.ObjectNotFound,
        [typeof(PipelineNameInUseException)] = ErrorCategory.ResourceExists,
        [typeof(PipelineClosedException)] = ErrorCategory.InvalidOperation,
        [typeof(PipelineNameException)] = ErrorCategory.InvalidArgument,
        [typeof(PipelineWaitTimeoutException)] = ErrorCategory.OperationTimeout,
        [typeof(OptionRangeException)] = ErrorCategory.InvalidArgument,
        [typeof(EventTooLargeException)] = ErrorCategory.LimitsExceeded,
        [typeof(SourceFileException)] = ErrorCategory.ReadError,
        [typeof(DataFolderInUseException)] = ErrorCategory.ResourceBusy,
        [typeof(DataFolderNotEmptyException)] = ErrorCategory.ResourceExists,
        [typeof(DataFolderNotFoundException)] = ErrorCategory.ObjectNotFound,
        [typeof(DataFolderAccessException)] = ErrorCategory.PermissionDenied,
        [typeof(DataFormatException)] = ErrorCategory.InvalidData,
        [typeof(DataCorruptException)] = ErrorCategory.InvalidData,
        [typeof(DiskSpaceException)] = ErrorCategory.ResourceUnavailable,
        [typeof(DiskFullException)] = ErrorCategory.WriteError,
        [typeof(ServiceUnavailableException)] = ErrorCategory.ResourceUnavailable,
        [typeof(ServiceTimeoutException)] = ErrorCategory.OperationTimeout,
        [typeof(UnknownServiceException)] = ErrorCategory.ObjectNotFound,
        [typeof(ServiceStateException)] = ErrorCategory.InvalidOperation,
        [typeof(DeliveryTimeoutException)] = ErrorCategory.OperationTimeout,
        [typeof(ProducerClosedException)] = ErrorCategory.OperationStopped,
        [typeof(UnknownStreamException)] = ErrorCategory.ObjectNotFound,
        [typeof(StreamStateException)] = ErrorCategory.InvalidOperation,
        [typeof(UnknownEnvironmentException)] = ErrorCategory.InvalidArgument,
        [typeof(DurationFormatException)] = ErrorCategory.InvalidArgument,
        [typeof(SizeFormatException)] = ErrorCategory.InvalidArgument,
        [typeof(NotFileSystemPathException)] = ErrorCategory.InvalidArgument,
        [typeof(NamePatternException)] = ErrorCategory.InvalidArgument,
        [typeof(MatchPatternException)] = ErrorCategory.InvalidArgument,
        [typeof(ConfigurationFileException)] = ErrorCategory.ReadError,
        [typeof(ConfigurationKeyException)] = ErrorCategory.InvalidData,
        [typeof(ConfigurationKeyMissingException)] = ErrorCategory.InvalidData,
        [typeof(ConfigurationValueException)] = ErrorCategory.InvalidData,
        [typeof(SecretMissingException)] = ErrorCategory.AuthenticationError,
        [typeof(ConfigurationArgumentException)] = ErrorCategory.InvalidArgument,
        [typeof(EnvironmentParameterException)] = ErrorCategory.InvalidArgument,
        [typeof(ServiceNotControllableException)] = ErrorCategory.InvalidOperation,
        [typeof(ControlHookException)] = ErrorCategory.OperationStopped,
        [typeof(JobBuildException)] = ErrorCategory.OperationStopped,
        [typeof(UnexpectedErrorException)] = ErrorCategory.InvalidResult,
        [typeof(DockerNotInstalledException)] = ErrorCategory.NotInstalled,
        [typeof(DockerNotRunningException)] = ErrorCategory.ResourceUnavailable,
        [typeof(DockerAccessDeniedException)] = ErrorCategory.PermissionDenied,
        [typeof(DockerTooOldException)] = ErrorCategory.NotInstalled,
        [typeof(DockerEndpointException)] = ErrorCategory.InvalidArgument,
        [typeof(DockerRequestException)] = ErrorCategory.InvalidResult,
        [typeof(ComposeMissingException)] = ErrorCategory.NotInstalled,
        [typeof(ComposeTooOldException)] = ErrorCategory.NotInstalled,
        [typeof(ComposeFileMissingException)] = ErrorCategory.ObjectNotFound,
        [typeof(ComposeFailedException)] = ErrorCategory.InvalidResult,
        [typeof(ComposeTimeoutException)] = ErrorCategory.OperationTimeout,
        [typeof(ComposeProjectNotFoundException)] = ErrorCategory.ObjectNotFound,
        [typeof(ComposeProjectInUseException)] = ErrorCategory.ResourceExists,
        [typeof(ContainerVariableException)] = ErrorCategory.InvalidData,
        [typeof(PortInUseException)] = ErrorCategory.ResourceBusy,
        [typeof(HostMemoryException)] = ErrorCategory.ResourceUnavailable,
        [typeof(ImageMissingException)] = ErrorCategory.ObjectNotFound,
        [typeof(JobJarMissingException)] = ErrorCategory.ObjectNotFound,
        [typeof(JobBuildToolsException)] = ErrorCategory.NotInstalled,
        [typeof(ServiceNotReadyException)] = ErrorCategory.OperationTimeout,
        [typeof(ServiceExitedException)] = ErrorCategory.ResourceUnavailable,
        [typeof(TlsFailedException)] = ErrorCategory.SecurityError,
        [typeof(AccessDeniedException)] = ErrorCategory.PermissionDenied,
        [typeof(TopicMissingException)] = ErrorCategory.ObjectNotFound,
        [typeof(TopicReplacedException)] = ErrorCategory.InvalidData,
        [typeof(PartitionCountShrunkException)] = ErrorCategory.InvalidData,
        [typeof(UnknownCodecException)] = ErrorCategory.InvalidArgument,
        [typeof(RecordTooLargeException)] = ErrorCategory.LimitsExceeded,
        [typeof(BrokerErrorException)] = ErrorCategory.InvalidResult,
        [typeof(KafkaUnavailableException)] = ErrorCategory.NotInstalled,
        [typeof(AuthenticationFailedException)] = ErrorCategory.AuthenticationError,
        [typeof(TlsFileException)] = ErrorCategory.ReadError,
        [typeof(CassandraDriverNotBuiltException)] = ErrorCategory.NotInstalled,
        [typeof(KeyspaceNotFoundException)] = ErrorCategory.ObjectNotFound,
        [typeof(StoreSchemaException)] = ErrorCategory.InvalidData,
        [typeof(StoreQueryException)] = ErrorCategory.InvalidResult,
        [typeof(ConnectionSettingException)] = ErrorCategory.InvalidArgument,
        [typeof(FlinkRestException)] = ErrorCategory.InvalidResult,
        [typeof(JobNotFoundException)] = ErrorCategory.ObjectNotFound,
        [typeof(CheckpointFailedException)] = ErrorCategory.OperationStopped,
        [typeof(ProcessorNotControllableException)] = ErrorCategory.NotImplemented,
    };

    /// <summary>What a person can do about the error of an id, or null.</summary>
    public static string? ActionFor(string id) => SR.ResourceManager.GetString(id, SR.Culture);

    /// <summary>The record of an error. What it shows is safe for a screen; the exception and the target are as they are.</summary>
    public static ErrorRecord From(EngineException failure)
    {
        ErrorCategory category = Categories.GetValueOrDefault(failure.GetType(), ErrorCategory.InvalidResult);
        ErrorRecord record = new(failure, failure.Id, category, failure.Target);
        record.ErrorDetails = new ErrorDetails(failure.PrintableMessage) { RecommendedAction = ActionFor(failure.Id) ?? "" };
        record.CategoryInfo.TargetName = PrintableText.Escape(record.CategoryInfo.TargetName);
        return record;
    }
}
