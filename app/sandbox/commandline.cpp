#include "app/sandbox/commandline.h"

#include <QCommandLineParser>
#include <QUrl>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"A local stand-in for the part of Stripe's API that Orion Billing calls. Its state is in "
        "memory; no money moves.\n\n"
        "For tests, beside the API:\n"
        "  GET, DELETE /_sandbox/requests   the API calls received; forget them\n"
        "  GET, POST, DELETE /_sandbox/faults   script errors, delays, dropped connections\n"
        "  POST /_sandbox/rate-limit   {\"per_second\": N}, 0 for none\n"
        "  POST /c/pay/SESSION   outcome=pay&card=pm_card_visa completes a checkout\n"
        "app/sandbox/README.md describes them and the test cards."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"port"_s, u"Port to listen on; 0 takes a free one. Required."_s, u"P"_s},
        {u"listen"_s, u"Address to listen on (127.0.0.1)."_s, u"ADDR"_s, u"127.0.0.1"_s},
        {u"public-url"_s, u"Base of the hosted pages' addresses (from the address)."_s, u"URL"_s},
        {u"webhook-url"_s, u"Send every event there."_s, u"URL"_s},
        {u"webhook-secret"_s, u"Sign the events with this secret (whsec_…)."_s, u"S"_s},
        {u"seed-file"_s, u"Load products, prices, customers and subscriptions from JSON."_s,
         u"F"_s},
        {u"seed-number"_s, u"Make the same ids and the same movements each run."_s, u"N"_s},
        {u"rate-limit"_s, u"Answer 429 to more than N API calls a second (no limit)."_s, u"N"_s},
        {u"after-retries"_s,
         u"What a subscription becomes when its payment has failed for good: canceled or unpaid "
         "(canceled)."_s,
         u"STATUS"_s, u"canceled"_s},
        {u"live"_s, u"Keep the platform moving: trials end, invoices get paid, some fail."_s},
        {u"live-interval"_s, u"Milliseconds between two movements (2000)."_s, u"MS"_s, u"2000"_s},
    });
}

CommandLine wrongUsage(const QString &reason)
{
    return {{}, reason + u" Try --help."_s, 2};
}

bool isWebUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == "http"_L1 || url.scheme() == "https"_L1);
}

} // namespace

CommandLine readCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return wrongUsage(parser.errorText() + u'.');
    if (parser.isSet(u"help"_s))
        return {{}, parser.helpText(), 0};
    if (parser.isSet(u"version"_s))
        return {{}, u"orion-stripe-sandbox "_s + QStringLiteral(ORION_VERSION), 0};
    if (!parser.positionalArguments().isEmpty())
        return wrongUsage(u"Unexpected argument '%1'."_s.arg(parser.positionalArguments().first()));
    Options options;
    bool isPort = false;
    options.port = parser.value(u"port"_s).toUShort(&isPort);
    if (!isPort)
        return wrongUsage(u"--port needs a number from 0 to 65535."_s);
    bool isInterval = false;
    options.liveInterval =
        std::chrono::milliseconds(parser.value(u"live-interval"_s).toInt(&isInterval));
    if (!isInterval || options.liveInterval.count() < 1)
        return wrongUsage(u"--live-interval needs a number of milliseconds above 0."_s);
    if (parser.isSet(u"rate-limit"_s)) {
        bool isLimit = false;
        options.rateLimit = parser.value(u"rate-limit"_s).toInt(&isLimit);
        if (!isLimit || options.rateLimit < 1)
            return wrongUsage(u"--rate-limit needs a number of calls above 0."_s);
    }
    const QString afterRetries = parser.value(u"after-retries"_s);
    if (afterRetries != "canceled"_L1 && afterRetries != "unpaid"_L1)
        return wrongUsage(u"--after-retries is canceled or unpaid."_s);
    options.unpaidAfterRetries = afterRetries == "unpaid"_L1;
    if (parser.isSet(u"seed-number"_s)) {
        bool isNumber = false;
        options.seedNumber = parser.value(u"seed-number"_s).toULongLong(&isNumber);
        if (!isNumber)
            return wrongUsage(u"--seed-number needs a whole number."_s);
    }
    options.listen = parser.value(u"listen"_s);
    options.publicUrl = parser.value(u"public-url"_s);
    options.webhookUrl = parser.value(u"webhook-url"_s);
    options.webhookSecret = parser.value(u"webhook-secret"_s).trimmed();
    options.seedFile = parser.value(u"seed-file"_s);
    options.live = parser.isSet(u"live"_s);
    if (options.webhookUrl.isEmpty() != options.webhookSecret.isEmpty())
        return wrongUsage(u"--webhook-url and --webhook-secret go together."_s);
    for (const QString &url : {options.webhookUrl, options.publicUrl}) {
        if (!url.isEmpty() && !isWebUrl(url))
            return wrongUsage(u"'%1' is not an http or https URL."_s.arg(url));
    }
    return {options, {}, 0};
}

} // namespace Orion::Sandbox
