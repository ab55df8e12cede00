#pragma once

#include <QString>
#include <QStringList>

namespace Orion::Currency
{

// Whether the text is an ISO 4217 code as Stripe writes it: three lower-case letters.
bool isValidCode(const QString &code);

// Digits that a person sees after the decimal point: 2 for most, 0 for JPY and its like, 3 for
// KWD and its like. Source: Stripe's list of currencies.
int displayDigits(const QString &code);

// How many of Stripe's minor units make one major unit, as a power of ten. Differs from the
// display only for ISK and UGX, which Stripe writes in hundredths though they have none.
int minorUnitDigits(const QString &code);

// The codes, sorted, whose minor unit is not a hundredth: minorUnitDigits() is 0 or 3.
QStringList codesWithoutHundredths();

} // namespace Orion::Currency
