#pragma once

#include "models/domain/result.h"

#include <QDateTime>
#include <QString>

#include <functional>

namespace Orion
{

class Session;

// What the demo platform looks like. The same options, with the same now, make the same rows,
// byte for byte.
struct DemoOptions
{
    qint64 vendors = 150; // 1 … 1,000,000
    int months = 18;      // of invoices and daily snapshots before now, 1 … 120
    qint64 seed = 1;      // 0 … 2,000,000,000
    QDateTime now;        // UTC; the day that the platform looks from. Invalid: InvalidArgument
    QString stripeBase = QStringLiteral("http://127.0.0.1:12111"); // of invoice links
};

// The rows that were made.
struct DemoSummary
{
    qint64 vendors = 0;
    qint64 subscriptions = 0;
    qint64 addons = 0;
    qint64 invoices = 0;
    qint64 changes = 0; // of subscriptions
    qint64 snapshots = 0;
    qint64 events = 0; // webhooks
};

// Called on the caller's thread before each step, with a short text for people.
using DemoProgress = std::function<void(const QString &step)>;

// Fills an empty, migrated database in one transaction: all or nothing. Needs the tables' owner
// (role orion_owner), for it drops secondary indexes and makes them anew after loading; other
// sessions wait meanwhile. About a second for 150 vendors, minutes for 1,000,000.
//
// The command line calls it so:
//   DemoOptions options; options.vendors = …; options.now = clock.now();
//   const auto made = makeDemoData(session, options, [](const QString &step) { … });
//   if (made && wantsSeed) { QFile file(path); file.open(…); writeStripeSeed(session, file); }
// with --vendors --months --seed --stripe-base for the options and --stripe-seed FILE for
// services/demo/stripeseed.h.
//
// Errors: InvalidArgument (an option out of range), Conflict (there are vendors already, or
// another demo is being made), SchemaOutdated (not migrated), else the database's.
Result<DemoSummary> makeDemoData(Session &session, const DemoOptions &options,
                                 const DemoProgress &progress = {});

} // namespace Orion
