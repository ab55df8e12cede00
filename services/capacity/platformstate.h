#pragma once

#include "models/domain/capacity.h"
#include "models/domain/result.h"
#include "models/domain/webhookactivity.h"
#include "services/database/session.h"

namespace Orion
{

// A job whose last run that is over did not succeed.
struct JobTrouble
{
    QString job;
    QString state; // failed or lost
    QDateTime finishedAt;
    QString message;
};

// How the machinery stands: the database, the queue of webhooks, the jobs, the snapshots.
struct PlatformState
{
    QDateTime checkedAt; // UTC
    double dbSizeMb = 0;
    qint64 connections = 0;     // to this database, as far as it tells
    qint64 mostConnections = 0; // of the server
    WebhookQueue webhooks;
    std::vector<JobTrouble> jobTroubles;
    qint64 runningJobs = 0;
    std::optional<CapacitySnapshot> snapshot; // the latest
};

// A few cheap statements, whatever the platform's size.
Result<PlatformState> platformState(Session &session, const QDateTime &now);

} // namespace Orion
