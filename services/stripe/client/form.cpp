#include "services/stripe/client/form.h"

#include <QUrl>

namespace Orion
{

namespace
{

// As forms send it: what is percent-encoded comes back from fromPercentEncoding().
QByteArray encode(const QString &text)
{
    return QUrl::toPercentEncoding(text, "[]");
}

QString decode(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

} // namespace

StripeForm &StripeForm::add(const QString &name, const QString &value)
{
    m_pairs.emplace_back(name, value);
    return *this;
}

StripeForm &StripeForm::add(const QString &name, qint64 value)
{
    return add(name, QString::number(value));
}

StripeForm &StripeForm::add(const QString &name, bool value)
{
    return add(name, value ? QStringLiteral("true") : QStringLiteral("false"));
}

StripeForm &StripeForm::add(const QString &name, const QDateTime &time)
{
    return add(name, time.toSecsSinceEpoch());
}

QByteArray StripeForm::encoded() const
{
    QByteArrayList parts;
    for (const auto &[name, value] : m_pairs)
        parts.append(encode(name) + '=' + encode(value));
    return parts.join('&');
}

StripeForm StripeForm::decoded(const QByteArray &encoded)
{
    StripeForm form;
    for (const QByteArray &part : encoded.split('&')) {
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = equals < 0 ? part : part.left(equals);
        if (!name.isEmpty())
            form.add(decode(name), equals < 0 ? QString() : decode(part.mid(equals + 1)));
    }
    return form;
}

} // namespace Orion
