<#
.SYNOPSIS
Demonstrates a pipeline, a load, an outage, the recovery and the verdict, in half a minute (one or two on Docker).

.DESCRIPTION
Starts a pipeline, streams events into it, stops kafka under load, shows how the counts diverge and converge again, reads
events back from the store and reports whether anything was lost or stored twice.
Exits with 0 (pass), 1 (could not run), 2 (fail) or 3 (unknown: not everything had arrived in time).
#>
param(
    [string] $Environment = 'Embedded',
    [double] $Rate = 2000,
    [double] $SizeKB = 1,
    [int] $OutageSeconds = 4
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Command -Name Start-Pipeline -ErrorAction Ignore)) {
    Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, '..', 'module', 'EventLogDemo.psd1'))
}

$bars = '▁▂▃▄▅▆▇█'
$behind = [System.Collections.Generic.List[long]]::new()
$begin = $null

function Show-Count([long] $count) {
    if ($count -lt 0) { 'not known' } else { '{0:N0}' -f $count }
}

# One line per sample; the sparkline shows how far the store is behind the producer.
function Show-Sample($metric) {
    if ($null -eq $script:begin) { $script:begin = $metric.Time }
    # If rows cannot be counted, count the offsets that flink has committed as stored.
    $stored = if ($metric.CassandraCount -ge 0) { $metric.CassandraCount }
        elseif ($metric.Lag -ge 0) { $metric.KafkaCount - $metric.Lag } else { 0 }
    $behind.Add([Math]::Max(0, $metric.ProducerCount - $stored))
    if ($behind.Count -gt 24) { $behind.RemoveAt(0) }
    $most = 1
    foreach ($value in $behind) { if ($value -gt $most) { $most = $value } }
    $line = ''
    foreach ($value in $behind) { $line += $bars[[int][Math]::Floor(($bars.Length - 1) * $value / $most)] }
    '{0,6:N1} {1,10} {2,10} {3,10} {4,10} {5,10}  {6}' -f ($metric.Time - $script:begin).TotalSeconds,
        (Show-Count $metric.ProducerCount), (Show-Count $metric.BufferedCount), (Show-Count $metric.KafkaCount),
        (Show-Count $metric.CassandraCount), ('{0:N0}' -f $behind[$behind.Count - 1]), $line
}

$verdict = 1
$pipeline = $null
try {
    'EventLogDemo: producer -> kafka -> flink -> cassandra'
    ''
    $pipeline = Start-Pipeline -Environment $Environment -Name "first-run-$PID"
    "Pipeline '$($pipeline.Name)' is up ($Environment). Streaming {0:N0} events/s of {1} KB." -f $Rate, $SizeKB
    ''
    '{0,6} {1,10} {2,10} {3,10} {4,10} {5,10}' -f 'Sec', 'Producer', 'Buffered', 'Kafka', 'Cassandra', 'Behind'
    $stream = Start-LogStream -Pipeline $pipeline.Name -Rate $Rate -SizeKB $SizeKB
    Watch-PipelineMetric -Pipeline $pipeline.Name -Interval 500ms -Count 5 | ForEach-Object { Show-Sample $_ }

    '       -- kafka stops: the producer buffers, nothing new arrives'
    Stop-PipelineService -Pipeline $pipeline.Name -Name kafka -Timeout 5m -Confirm:$false
    Watch-PipelineMetric -Pipeline $pipeline.Name -Interval 500ms -Count (2 * $OutageSeconds) | ForEach-Object { Show-Sample $_ }

    '       -- kafka starts: the buffer drains, the counts come together'
    Start-PipelineService -Pipeline $pipeline.Name -Name kafka -Timeout 5m
    Watch-PipelineMetric -Pipeline $pipeline.Name -Interval 500ms -Count 5 | ForEach-Object { Show-Sample $_ }

    '       -- the stream ends'
    Stop-LogStream -Pipeline $pipeline.Name -Id $stream.Id -Drain -Confirm:$false
    $end = $null
    try { $end = Wait-Pipeline -Pipeline $pipeline.Name -Drained -Timeout 5m } catch { "Not drained: $($_.Exception.Message)" }
    if ($null -eq $end) { $end = Get-PipelineMetric -Pipeline $pipeline.Name }
    Show-Sample $end
    ''
    # A build without the driver cannot count or read rows: it relies on kafka and the offsets that flink has committed.
    $from = 'Cassandra'
    $events = @()
    try { $events = @(Get-LogEvent -Pipeline $pipeline.Name -From Cassandra -Partition 0 -First 3) }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'CassandraDriverNotBuilt*') { throw }
        $from = 'Kafka'
        # The first read opens a consumer, which may take longer than the request timeout on a busy machine.
        for ($attempt = 5; $attempt -gt 0 -and $events.Count -eq 0; $attempt--) {
            try { $events = @(Get-LogEvent -Pipeline $pipeline.Name -From Kafka -Partition 0 -First 3) }
            catch { if ($attempt -eq 1) { throw } }
        }
    }
    'Three events, read back from {0}:' -f $from.ToLowerInvariant()
    $events | ForEach-Object {
        '  partition {0}, offset {1}: {2}...' -f $_.Partition, $_.Offset, $_.Body.Substring(0, [Math]::Min(72, $_.Body.Length))
    }
    ''
    $isComplete = $end.KafkaCount -eq $end.AckedCount -and $end.ProducerCount -eq $end.AckedCount -and $end.Lag -eq 0
    $lost = $end.AckedCount - $end.CassandraCount - $end.DeadLetterCount
    if ($from -eq 'Kafka' -and $isComplete) {
        $verdict = 3
        'UNKNOWN: kafka has all {0:N0} events and flink has committed them, but this build cannot count the rows of cassandra: the package source had no CassandraCSharpDriver.' -f $end.AckedCount
    }
    elseif ($end.KafkaCount -lt 0 -or $end.CassandraCount -lt 0 -or $end.BufferedCount -gt 0 -or $end.AckedCount -eq 0 -or $end.Lag -ne 0) {
        $verdict = 3
        'UNKNOWN: not everything had arrived when the time was up.'
    }
    elseif ($lost -eq 0 -and $end.KafkaCount -eq $end.AckedCount -and $end.ProducerCount -eq $end.AckedCount) {
        $verdict = 0
        'PASS: {0:N0} events produced, {1:N0} acknowledged by kafka, {2:N0} rows in cassandra. By these counts nothing was lost and no row is there twice.' -f $end.ProducerCount,
            $end.AckedCount, $end.CassandraCount
    }
    else {
        $verdict = 2
        'FAIL: {0:N0} produced, {1:N0} acknowledged, {2:N0} failed, {3:N0} unknown; kafka has {4:N0}, cassandra {5:N0}.' -f $end.ProducerCount,
            $end.AckedCount, $end.FailedCount, $end.UnknownCount, $end.KafkaCount, $end.CassandraCount
    }
}
finally {
    if ($null -ne $pipeline) { Stop-Pipeline -Name $pipeline.Name -RemoveData -Confirm:$false }
}

exit $verdict
