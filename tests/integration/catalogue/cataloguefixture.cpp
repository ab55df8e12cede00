#include "tests/integration/catalogue/cataloguefixture.h"

#include <QFile>

namespace Orion
{

CatalogueFixture::CatalogueFixture()
    : admin(db.open(QStringLiteral("orion_admin")))
{}

EndpointWish CatalogueFixture::wish()
{
    return EndpointWish::below(QUrl(QStringLiteral("https://billing.example.com/")));
}

StripeSetupOptions CatalogueFixture::setupOptions()
{
    m_place = secretFile(folder.filePath(QStringLiteral("webhook-secret")));
    StripeSetupOptions options;
    options.endpoint = wish();
    options.secretPlace = m_place.get();
    options.actor = QStringLiteral("cli:tester");
    return options;
}

Result<StripeSetupOutcome> CatalogueFixture::setUp(const StripeSetupOptions &options)
{
    lines.clear();
    stripe.calls.clear();
    return setUpStripe(*admin, stripe, options, [this](const QString &line) { lines << line; });
}

QStringList CatalogueFixture::check()
{
    QStringList sentences;
    StripeCheckOptions options;
    options.endpoint = wish();
    const auto ops = db.open(QStringLiteral("orion_ops"));
    const auto done =
        checkStripe(*ops, stripe, options, [&](const Difference &d) { sentences << d.sentence(); });
    if (!done)
        sentences << done.error().message + u' ' + done.error().detail;
    else if (done->differences != sentences.size())
        sentences << QStringLiteral("counted %1").arg(done->differences);
    return sentences;
}

QByteArray CatalogueFixture::secretFileContent() const
{
    QFile file(folder.filePath(QStringLiteral("webhook-secret")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace Orion
