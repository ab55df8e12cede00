#include "app/sandbox/pages/pages.h"

#include "app/sandbox/pages/template.h"
#include "models/domain/money.h"

#include <QDateTime>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// How an interval reads after a price.
QString intervalText(const QJsonObject &recurring)
{
    const QString unit = recurring.value("interval"_L1).toString();
    const int count = recurring.value("interval_count"_L1).toInt(1);
    return count == 1 ? unit : u"%1 %2s"_s.arg(QString::number(count), unit);
}

} // namespace

Http::Response securePage(QByteArray html, int status)
{
    Http::Response response = Http::Response::html(std::move(html), status);
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'none'; style-src 'unsafe-inline'; "
                                  "base-uri 'none'; frame-ancestors 'none'");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

Http::Response noticePage(const QString &title, const QString &text, int status)
{
    return securePage(renderPage(u"notice"_s, {{"title"_L1, title}, {"text"_L1, text}}), status);
}

QLocale localeFor(const QString &wanted, const Http::Request &request)
{
    if (!wanted.isEmpty() && wanted != "auto"_L1)
        return QLocale(QString(wanted).replace(u'-', u'_'));
    const QString accepted = QString::fromLatin1(request.header("accept-language"));
    const QString first = accepted.section(u',', 0, 0).section(u';', 0, 0).trimmed();
    if (first.isEmpty() || first == "*"_L1)
        return QLocale(u"en_US"_s);
    return QLocale(QString(first).replace(u'-', u'_'));
}

QString moneyText(qint64 amount, const QString &currency, const QLocale &locale)
{
    return Money{amount, currency}.toString(locale);
}

QString priceText(const QJsonObject &price, qint64 quantity, const QLocale &locale)
{
    return u"%1 / %2"_s.arg(moneyText(price.value("unit_amount"_L1).toInteger() * quantity,
                                      price.value("currency"_L1).toString(), locale),
                            intervalText(price.value("recurring"_L1).toObject()));
}

QString dateText(qint64 time, const QLocale &locale)
{
    return locale.toString(QDateTime::fromSecsSinceEpoch(time, Qt::UTC).date(),
                           QLocale::LongFormat);
}

} // namespace Orion::Sandbox
