#pragma once

#include "models/domain/capacitythresholds.h"
#include "services/capacity/platformstate.h"
#include "services/capacity/tierpressure.h"

#include <QDate>

namespace Orion
{

enum class Severity
{
    Info,
    Warning,
    Critical,
};
QString toText(Severity severity); // "info", "warning", "critical"

// Where one can act on a recommendation.
enum class ActionPlace
{
    Vendors,
    Tiers,
    Webhooks,
    Jobs,
    Infrastructure, // outside of the product
};
QString toText(ActionPlace place); // "vendors" …

// Something to do, or to know, for whoever runs the platform. Texts are sentences in English.
struct Recommendation
{
    QString category; // capacity, tiers, infrastructure, webhooks, jobs
    Severity severity = Severity::Info;
    QString title;
    QString description;
    QString action;
    ActionPlace place = ActionPlace::Vendors;
    QString tierCode; // of the vendors it is about; empty: of all
    // What it is about at that place: a job's name, a status of events; empty: all.
    QString subject = {};

    bool operator==(const Recommendation &) const = default;
};

// When a forecast reaches a limit, or clients the next infrastructure step, as a range of days.
// What is not set lies beyond the forecast, or never comes.
struct LimitOutlook
{
    std::optional<CapacityMetric> metric; // nothing: clients, and the infrastructure step
    double limit = 0;                     // at present
    std::optional<QDate> earliest;
    std::optional<QDate> likely;
    std::optional<QDate> latest;
};

// What recommendations are made from.
struct CapacityFindings
{
    SubscriptionCapacity capacity;
    std::vector<TierPressure> tiers;
    PlatformState platform;
    std::vector<LimitOutlook> outlooks; // may be empty: nothing is known of the future
};

// The most severe first. The last ones are for information; there always is one with the present
// infrastructure step. Pure.
std::vector<Recommendation> recommend(const CapacityFindings &findings,
                                      const CapacityThresholds &thresholds);

} // namespace Orion
