using HealthGraph.Domain.CarePlans;
using HealthGraph.Jobs.CarePlans;
using HealthGraph.Jobs.DataLake;
using HealthGraph.Jobs.Delivery;
using HealthGraph.Jobs.Mips;
using HealthGraph.Jobs.Notifications;
using HealthGraph.Jobs.PatientTeams;
using HealthGraph.Jobs.Runs;
using HealthGraph.Jobs.VisitPlans;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace HealthGraph.Jobs.Scheduling;

/// <summary>What a process does with runs.</summary>
public enum JobsRole
{
    /// <summary>Requests, cancels and retries runs; others execute them.</summary>
    Queue,

    /// <summary>Executes runs and schedules as well.</summary>
    Execute,

    /// <summary>Executes one run for somebody who waits, without a scheduler.</summary>
    Foreground,
}

public static class JobsServiceCollectionExtensions
{
    /// <summary>Quartz's meters and activity source, for OpenTelemetry.</summary>
    public const string TelemetryName = "Quartz";

    /// <summary>
    /// Runs, schedules, the data lake and the exports. Needs <c>AddHealthGraphDatabase</c>; the database is migrated before the host
    /// starts. <paramref name="dataDirectory"/> is where the local lake stands unless the settings say otherwise.
    /// </summary>
    public static IServiceCollection AddHealthGraphJobs(
        this IServiceCollection services, IConfiguration configuration, JobsRole role, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RunOptions>().Bind(configuration.GetSection(RunOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RunOptions>, RunOptionsValidator>();
        services.AddSingleton<RunNode>();
        services.AddSingleton<RunExecutor>();
        services.AddDataLake(configuration, dataDirectory);
        services.AddVisitPlanExport(configuration);
        services.AddPatientTeamUpdates(configuration);
        services.AddFileDelivery(configuration, dataDirectory);
        services.AddMipsExport(configuration);
        if (role == JobsRole.Foreground)
        {
            return services;
        }

        services.AddSingleton<RunQueue>();
        services.AddQuartzExecutionHistory(history => history.Retention = TimeSpan.FromDays(30));
        services.AddQuartz(quartz => Configure(quartz, configuration));
        services.AddOptions<QuartzSchedulerOptions>().Configure<RunNode>((scheduler, node) =>
            scheduler.InstanceId = role == JobsRole.Execute ? node.Name : $"queue-{node.Owner}");
        if (role == JobsRole.Execute)
        {
            // Before Quartz, so that a run which this node's last process left can be taken as soon as Quartz wakes it.
            services.AddSingleton<RunSweeper>();
            services.AddHostedService(provider => provider.GetRequiredService<RunSweeper>());
        }

        services.AddQuartzHostedService(hosted =>
        {
            hosted.WaitForJobsToComplete = true;
            hosted.AutoStart = role == JobsRole.Execute;
        });
        if (role == JobsRole.Execute)
        {
            services.AddNightly<VisitPlanExportOptions>(NightlyVisitPlanExportJob.Key, "The nightly export of visit plans");
            services.AddNightly<PatientTeamScheduleOptions>(NightlyPatientTeamUpdateJob.Key, "The nightly update of all patient teams");
            services.AddNightly<MipsExportOptions>(NightlyMipsExportJob.Key, "The nightly export of rows for the quality registry");
            services.AddHealthChecks().AddCheck<MipsExportHealthCheck>("mips-export", HealthStatus.Degraded, tags: [], timeout: TimeSpan.FromSeconds(5));
            services.AddCarePlans();
            services.AddHostedService<CarePlanProjectionService>();
            services.AddOptions<NotificationOptions>().Bind(configuration.GetSection(NotificationOptions.Section)).ValidateOnStart();
            services.AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>();
            services.AddHostedService<RunFailureNotifier>();
            services.AddHostedService<PatientTeamChangeService>();
        }

        return services;
    }

    private static void AddNightly<TOptions>(this IServiceCollection services, JobKey job, string description)
        where TOptions : NightlyOptions =>
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(
            provider => ActivatorUtilities.CreateInstance<NightlySchedule<TOptions>>(provider, job, description));

    private static void Configure(IQuartzBuilder quartz, IConfiguration configuration)
    {
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = "HealthGraph";
            scheduler.IdleWaitTime = TimeSpan.FromSeconds(2);

            // A run is stopped and handed over: another node, or this one after its restart, goes on from the last part.
            scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
        });
        var concurrency = configuration.GetSection(RunOptions.Section).GetValue<int?>(nameof(RunOptions.MaxConcurrency));
        quartz.UseDefaultThreadPool(concurrency ?? new RunOptions().MaxConcurrency);
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(source => source.DataSourceFactory = provider => provider.GetRequiredService<NpgsqlDataSource>());
            store.UseExecutionHistory();
            store.ConfigureStore(options =>
            {
                options.TablePrefix = "quartz.qrtz_";
                options.SchemaProvisioning = SchemaProvisioning.Validate;
                options.StoreJobDataAsStrings = true;
                options.AcceptEnlistedTransactions = true;
                options.RecoverFiringsCancelledByShutdown = true;
            });
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = TimeSpan.FromSeconds(2);
                cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(4);
            });
        });

        // Declared jobs and triggers that are stored already stay as they are: replacing would forget what was missed while every node was down.
        quartz.ConfigureOptions<SchedulingOptions>(scheduling => scheduling.IgnoreDuplicates = true);
        quartz.AddQuartzHealthChecks(_ => { });
        quartz.AddJob<RunJob>(job => job.WithIdentity(RunWakeUp.Job).StoreDurably().RequestRecovery());
        quartz.AddJob<NightlyVisitPlanExportJob>(job => job.WithIdentity(NightlyVisitPlanExportJob.Key).StoreDurably().RequestRecovery());
        quartz.AddJob<NightlyPatientTeamUpdateJob>(job => job.WithIdentity(NightlyPatientTeamUpdateJob.Key).StoreDurably().RequestRecovery());
        quartz.AddJob<NightlyMipsExportJob>(job => job.WithIdentity(NightlyMipsExportJob.Key).StoreDurably().RequestRecovery());
    }
}
