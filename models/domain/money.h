#pragma once

#include "models/domain/result.h"

#include <QLocale>
#include <QString>

namespace Orion
{

// An amount in the minor units of a currency (cents for EUR, yen for JPY). Never floating point.
struct Money
{
    qint64 amount = 0; // minor units, as Stripe counts them
    QString currency;  // ISO 4217, lower case

    bool operator==(const Money &) const = default;

    // "€1,234.50", "1.234,50 €", "¥1,235": symbol, grouping and digits as the locale writes them.
    QString toString(const QLocale &locale) const;

    // "1234.50": digits only with a point, for CSV and for editing.
    QString toPlainString() const;

    // Reads what a person typed in the locale ("1.234,50" in German). Refuses more decimals than
    // the currency has, letters, and what does not fit.
    static Result<Money> parse(const QString &text, const QString &currency, const QLocale &locale);
};

// The sum, or an error when the currencies differ or the sum does not fit.
Result<Money> add(const Money &left, const Money &right);

} // namespace Orion
