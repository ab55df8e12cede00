#pragma once

#include "models/domain/result.h"
#include "services/database/session.h"

#include <QDate>
#include <QString>

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace Orion
{

struct RetentionOptions
{
    int days = 0;          // how long payloads are kept; 0: for ever
    QString archiveFolder; // empty: what is dropped is gone
    bool dryRun = false;
    std::stop_token stop = {};
};

// A month of payloads that is older than that.
struct RetiredMonth
{
    QDate month;     // its first day
    qint64 rows = 0; // that it had
    qint64 kept = 0; // of events that are still received or failed
    QString archive; // the file that has it; empty: none

    QString name() const { return month.toString(QStringLiteral("yyyy-MM")); }
};

// Makes the months of payloads that come next, and those of rows that found none. Short locks: an
// error where others hold the table for longer than two seconds; then nothing was changed.
Result<void> preparePayloadMonths(Session &session, const QDateTime &now);

// Drops the months of payloads that ended so many days ago, or first archives each in a compressed
// CSV file and checks it. Events stay, and with them that they were received: a late duplicate is
// still recognised. What belongs to events that are not settled yet is kept until they are.
//
// A month goes step by step: out of the table (events which come in wait meanwhile, for five
// seconds at most, else it is tried again later), into the archive, away. A run that is cut off is
// continued by the next one. `told` is called after each month. In a dry run it is told what would
// go.
//
// Errors: Conflict while another one runs; Timeout when the table could not be locked shortly (try
// again later); Cancelled; ConfigurationInvalid for a folder that cannot be written to; Internal
// for an archive that cannot be written; those of the database.
Result<std::vector<RetiredMonth>>
retirePayloads(Session &session, const QDateTime &now, const RetentionOptions &options,
               const std::function<void(const RetiredMonth &)> &told);

// When this was done last, by a companion of these options or more; invalid: never. One that keeps
// payloads for ever only makes months, and does not count for those that drop them.
Result<QDateTime> payloadsMaintainedAt(Session &session, const RetentionOptions &options);
Result<void> notePayloadsMaintained(Session &session, const RetentionOptions &options,
                                    const QDateTime &now);

} // namespace Orion
