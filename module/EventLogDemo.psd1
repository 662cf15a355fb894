@{
    RootModule           = 'EventLogDemo.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5a097e9c-e4d9-41ec-a9f2-9fea46608e85'
    Author               = 'The EventLogDemo contributors'
    CompanyName          = 'EventLogDemo'
    Copyright            = '(c) The EventLogDemo contributors. MIT licence.'
    Description          = 'Runs an event pipeline (producer, Kafka, Flink, Cassandra), counts every hop, breaks parts of it on purpose and shows what was lost, repeated or delayed.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'
    FormatsToProcess     = @(
        'views/Pipelines.Format.ps1xml', 'views/Services.Format.ps1xml', 'views/Hosts.Format.ps1xml'
        'views/Events.Format.ps1xml', 'views/Streams.Format.ps1xml', 'views/Metrics.Format.ps1xml'
    )
    CmdletsToExport      = @(
        'Start-Pipeline', 'Stop-Pipeline', 'Get-Pipeline', 'Connect-Pipeline', 'Wait-Pipeline', 'Remove-Pipeline', 'Test-PipelineHost'
        'Start-LogStream', 'Stop-LogStream', 'Get-LogStream', 'Suspend-LogStream', 'Resume-LogStream', 'Set-LogStream'
        'Wait-LogStream'
        'Send-LogEvent', 'Get-LogEvent'
        'Get-PipelineMetric', 'Watch-PipelineMetric'
        'Get-PipelineService', 'Start-PipelineService', 'Stop-PipelineService', 'Restart-PipelineService'
        'Suspend-PipelineService', 'Resume-PipelineService', 'Wait-PipelineService', 'Get-PipelineServiceLog'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Kafka', 'Flink', 'Cassandra', 'Events', 'Chaos', 'Logging', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
