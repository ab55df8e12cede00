#include "app/companion/commands/commands.h"

#include "app/companion/commands/stripeoptions.h"
#include "services/catalogue/accountguard.h"
#include "services/database/changes.h"
#include "services/stripe/client/stripeclient.h"
#include "services/webhooks/recovery.h"

namespace Orion::Commands
{

namespace
{

// A day or a time in UTC; invalid when not given.
Result<QDateTime> sinceOf(const Invocation &arguments)
{
    const QString option = QStringLiteral("since");
    if (!arguments.isSet(option))
        return QDateTime();
    const QString text = arguments.value(option);
    const bool isDay = !text.contains(u'T');
    const QDateTime time =
        isDay ? QDateTime(QDate::fromString(text, Qt::ISODate), QTime(0, 0), Qt::UTC)
              : QDateTime::fromString(text, Qt::ISODate);
    if (time.isValid() && time.timeSpec() != Qt::LocalTime)
        return time.toUTC();
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("--since takes a day or a time with its zone, such as 2026-01-31 or "
                               "2026-01-31T18:00:00Z."));
}

QString sentence(const RecoveryProgress &progress)
{
    QString text = QStringLiteral("%1 events since %2 compared: %3 had not come in and were "
                                  "recovered.")
                       .arg(progress.listed)
                       .arg(progress.since.toString(Qt::ISODate))
                       .arg(progress.recovered);
    if (progress.unreadable > 0)
        text += QStringLiteral(" %1 could not be stored; see the log.").arg(progress.unreadable);
    return text;
}

Result<void> run(CommandContext &context)
{
    const auto since = sinceOf(context.arguments());
    if (!since)
        return fail(since.error());
    if (const auto key = requireKey(context.configuration()); !key)
        return key;
    const auto settings = context.databaseSettings(QStringLiteral("orion_companion"));
    if (!settings)
        return fail(settings.error());
    const auto session = context.openDatabase(QStringLiteral("orion_companion"));
    if (!session)
        return fail(session.error());
    StripeClient stripe(context.configuration());
    AccountGuard guard(stripe, *settings, context.configuration().hasLiveKey());
    if (const auto ours = guard.verify(); !ours)
        return ours;
    RecoveryOptions options;
    options.actor = commandActor();
    options.since = *since;
    const auto progress = recoverEvents(**session, guard, context.clock(), options,
                                        [&](const RecoveryProgress &done) {
                                            if (done.listed % 10'000 == 0)
                                                context.out() << sentence(done) << Qt::endl;
                                        });
    if (!progress)
        return fail(progress.error());
    if (progress->recovered > 0) {
        if (const auto told = notifyChanges(**session, {Topic::Webhooks}); !told)
            return told;
    }
    context.out() << sentence(*progress) << '\n';
    context.out().flush();
    if (progress->unreadable > 0)
        return fail(ErrorCode::PaymentSystemFailed,
                    QStringLiteral("%1 events could not be stored.").arg(progress->unreadable));
    return {};
}

} // namespace

Command webhookRecover()
{
    return {.words = {QStringLiteral("webhook"), QStringLiteral("recover")},
            .summary = QStringLiteral("Get events that did not come in from Stripe's list."),
            .options = {{QStringLiteral("since"),
                         QStringLiteral("only those created since then; 30 days if not given"),
                         QStringLiteral("TIME")}},
            .run = &run};
}

} // namespace Orion::Commands
