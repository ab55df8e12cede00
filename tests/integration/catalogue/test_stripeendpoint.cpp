#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/integration/catalogue/cataloguefixture.h"

using namespace Orion;
using Cut = SandboxStripe::Cut;
using Sandbox::Kind;

// The webhook endpoint that setup makes, and where its signing secret goes.
class TestStripeEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheSecretForItsOwnerOnly();
    void replacesAnEndpointWhoseSecretIsLost();
    void refusesAnEndpointWithoutAPlaceForItsSecret();
    void refusesAPlaceThatCannotBeWritten();
    void putsANewVersionBesideTheOldOne();
    void leavesEndpointsOfOtherInstallations();
    void mendsTheEndpoint();

private:
    static QString field(const QJsonObject &object, const char *name)
    {
        return object.value(QLatin1String(name)).toString();
    }
};

void TestStripeEndpoint::keepsTheSecretForItsOwnerOnly()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const QJsonObject endpoint = fixture.stripe.all(Kind::WebhookEndpoint).front();
    QCOMPARE(fixture.secretFileContent().trimmed(), field(endpoint, "_secret").toUtf8());
    QCOMPARE(QFile::permissions(fixture.folder.filePath(QStringLiteral("webhook-secret"))) &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QCOMPARE(QDir(fixture.folder.path()).entryList(QDir::Files).size(), 1);
    QVERIFY(!fixture.lines.join(u'\n').contains(QLatin1String("whsec_")));
}

void TestStripeEndpoint::replacesAnEndpointWhoseSecretIsLost()
{
    CatalogueFixture fixture;
    StripeSetupOptions options = fixture.setupOptions();
    fixture.stripe.cutAfter(19, Cut::After); // the endpoint is made last, then marked
    QVERIFY(!fixture.setUp(options));
    fixture.stripe.mend();
    QCOMPARE(fixture.stripe.all(Kind::WebhookEndpoint).size(), std::size_t(1));
    const QString lost = field(fixture.stripe.all(Kind::WebhookEndpoint).front(), "id");
    QVERIFY(fixture.secretFileContent().isEmpty());
    QVERIFY(fixture.check().join(u' ').contains(QLatin1String("lost while")));

    fixture.stripe.clock.advanceSeconds(25 * 3600); // Stripe has forgotten the key
    QVERIFY(fixture.setUp());
    const auto endpoints = fixture.stripe.all(Kind::WebhookEndpoint);
    QCOMPARE(endpoints.size(), std::size_t(1));
    QVERIFY(field(endpoints.front(), "id") != lost);
    QCOMPARE(fixture.secretFileContent().trimmed(), field(endpoints.front(), "_secret").toUtf8());
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeEndpoint::refusesAnEndpointWithoutAPlaceForItsSecret()
{
    CatalogueFixture fixture;
    StripeSetupOptions options = fixture.setupOptions();
    options.secretPlace = nullptr;
    const auto refused = fixture.setUp(options);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(refused.error().message.contains(QLatin1String("--secret-file")));
    QCOMPARE(fixture.stripe.writes(), 0);
    options.endpoint.reset(); // without one there is no secret
    QVERIFY(fixture.setUp(options));
    QVERIFY(fixture.stripe.all(Kind::WebhookEndpoint).empty());
}

void TestStripeEndpoint::refusesAPlaceThatCannotBeWritten()
{
    CatalogueFixture fixture;
    StripeSetupOptions options = fixture.setupOptions();
    const auto nowhere = secretFile(fixture.folder.filePath(QStringLiteral("missing/secret")));
    options.secretPlace = nowhere.get();
    const auto refused = fixture.setUp(options);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ConfigurationInvalid);
    QVERIFY(refused.error().message.contains(QLatin1String("missing/secret")));
    QCOMPARE(fixture.stripe.writes(), 0);
}

void TestStripeEndpoint::putsANewVersionBesideTheOldOne()
{
    CatalogueFixture fixture;
    QFile file(fixture.folder.filePath(QStringLiteral("webhook-secret")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("whsec_old\n");
    file.close();
    const QString old =
        field(fixture.stripe.post(
                  QStringLiteral("/v1/webhook_endpoints"),
                  StripeForm()
                      .add(QStringLiteral("url"), CatalogueFixture::wish().url)
                      .add(QStringLiteral("enabled_events[0]"), QStringLiteral("invoice.paid"))),
              "id");
    StripeSetupOptions options = fixture.setupOptions();
    options.retireOldEndpoints = true; // not before the companion knows the new secret
    QVERIFY(fixture.setUp(options));
    QCOMPARE(fixture.stripe.all(Kind::WebhookEndpoint).size(), std::size_t(2));
    QVERIFY(fixture.lines.last().contains(QLatin1String("--retire-old")));
    const QJsonObject made = fixture.stripe.all(Kind::WebhookEndpoint).front();
    QCOMPARE(fixture.secretFileContent().trimmed(), field(made, "_secret").toUtf8() + ",whsec_old");
    QCOMPARE(fixture.check().size(), 2); // the old one's version and events

    QVERIFY(fixture.setUp()); // without being asked to, the old one is not touched
    QCOMPARE(fixture.stripe.writes(), 0);
    QVERIFY(fixture.setUp(options));
    const auto left = fixture.stripe.all(Kind::WebhookEndpoint);
    QCOMPARE(left.size(), std::size_t(1));
    QVERIFY(field(left.front(), "id") != old);
    QCOMPARE(fixture.check(), QStringList());
}

void TestStripeEndpoint::leavesEndpointsOfOtherInstallations()
{
    CatalogueFixture fixture;
    fixture.stripe.post(
        QStringLiteral("/v1/webhook_endpoints"),
        StripeForm()
            .add(QStringLiteral("url"), QStringLiteral("https://elsewhere.example.com/hook"))
            .add(QStringLiteral("enabled_events[0]"), QStringLiteral("*")));
    StripeSetupOptions options = fixture.setupOptions();
    QVERIFY(fixture.setUp(options));
    options.endpoint = EndpointWish::below(QUrl(QStringLiteral("https://second.example.com")));
    options.retireOldEndpoints = true;
    QVERIFY(fixture.setUp(options));
    QVERIFY(fixture.setUp(options));
    QCOMPARE(fixture.stripe.all(Kind::WebhookEndpoint).size(), std::size_t(3));
    QVERIFY(fixture.lines.last().contains(QLatin1String("another address")));
}

void TestStripeEndpoint::mendsTheEndpoint()
{
    CatalogueFixture fixture;
    QVERIFY(fixture.setUp());
    const QString id = field(fixture.stripe.all(Kind::WebhookEndpoint).front(), "id");
    fixture.stripe.post(QStringLiteral("/v1/webhook_endpoints/") + id,
                        StripeForm()
                            .add(QStringLiteral("enabled_events[0]"), QStringLiteral("*"))
                            .add(QStringLiteral("disabled"), true));
    QCOMPARE(fixture.check().size(), 2);
    const QByteArray secret = fixture.secretFileContent();
    StripeSetupOptions options = fixture.setupOptions();
    options.secretPlace = nullptr; // none is needed to change an endpoint
    QVERIFY(fixture.setUp(options));
    QCOMPARE(fixture.check(), QStringList());
    QCOMPARE(fixture.secretFileContent(), secret);
}

QTEST_GUILESS_MAIN(TestStripeEndpoint)
#include "test_stripeendpoint.moc"
