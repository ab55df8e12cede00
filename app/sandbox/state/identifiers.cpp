#include "app/sandbox/state/identifiers.h"

#include <QLatin1String>
#include <QRandomGenerator>

namespace Orion::Sandbox
{

namespace
{

QString pick(Identifiers &source, QLatin1String alphabet, int length)
{
    QString text;
    text.reserve(length);
    for (int i = 0; i < length; ++i) {
        const auto position = source.below(static_cast<quint64>(alphabet.size()));
        text.append(alphabet.at(static_cast<qsizetype>(position)));
    }
    return text;
}

} // namespace

Identifiers::Identifiers(std::optional<quint64> seed)
    : m_source(seed ? *seed : QRandomGenerator::system()->generate64())
{}

QString Identifiers::next(const QString &prefix, int length)
{
    return prefix + u'_' +
           pick(*this,
                QLatin1String("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
                length);
}

QString Identifiers::hex(int digits)
{
    return pick(*this, QLatin1String("0123456789abcdef"), digits);
}

quint64 Identifiers::below(quint64 bound)
{
    return bound == 0 ? 0 : m_source() % bound;
}

} // namespace Orion::Sandbox
