#pragma once

#include "services/catalogue/stripecheck.h"
#include "services/catalogue/stripesetup.h"
#include "tests/integration/catalogue/sandboxstripe.h"
#include "tests/support/testdatabase.h"

#include <QTemporaryDir>

namespace Orion
{

// A migrated database and a Stripe, and what setup and check make of the two, with the rights that
// the commands have.
class CatalogueFixture
{
public:
    CatalogueFixture();

    StripeSetupOptions setupOptions();
    Result<StripeSetupOutcome> setUp(const StripeSetupOptions &options);
    Result<StripeSetupOutcome> setUp() { return setUp(setupOptions()); }

    // The sentences of all differences; the error's when the check failed.
    QStringList check();

    QString value(const QString &sql) { return db.value(sql); }
    QByteArray secretFileContent() const;
    static EndpointWish wish();

    TestDatabase db;
    SandboxStripe stripe;
    QStringList lines; // of the last setup
    QTemporaryDir folder;
    std::unique_ptr<Session> admin;

private:
    std::unique_ptr<SecretPlace> m_place;
};

} // namespace Orion
