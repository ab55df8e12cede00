#pragma once

namespace Orion
{

// From where on the platform's capacity is worth a recommendation. Configuration; see
// companion.conf.example.
struct CapacityThresholds
{
    int warningPercent = 80; // of the sum of the limits in use
    int criticalPercent = 95;
    int nearLimitPercent = 90; // of one vendor's limit: it is near it
    int nearLimitShare = 20;   // percent of a tier's vendors near a limit: many
    int criticalDays = 30;     // until a forecast crosses a limit
    int warningDays = 90;
    int webhookBacklog = 1000;     // events that wait
    int webhookDelaySeconds = 300; // that the oldest of them waits
};

} // namespace Orion
