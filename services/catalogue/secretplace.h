#pragma once

#include "models/domain/result.h"
#include "services/platform/secret.h"

#include <memory>

namespace Orion
{

// Where a webhook endpoint's signing secret goes: Stripe shows it once. A place is made ready
// before the secret exists, so that none is ever made for nowhere.
class SecretPlace
{
public:
    virtual ~SecretPlace() = default;

    // Sees to it that keep() will succeed. Errors: ConfigurationInvalid with what is wrong.
    virtual Result<void> prepare() = 0;

    // Puts the secret in front of those that are there, separated by a comma: while an old endpoint
    // stands beside the new one, both sign.
    virtual Result<void> keep(const Secret &secret) = 0;

    virtual QString description() const = 0; // "the file /etc/orion-billing/webhook-secret"
};

// A file that only its owner may read (0600), as STRIPE_WEBHOOK_SECRET_FILE names it. Written anew
// beside the old and moved into its place.
std::unique_ptr<SecretPlace> secretFile(const QString &path);

// An entry of the user's keychain. Needs a running Qt application; blocks while the keychain asks
// the user.
std::unique_ptr<SecretPlace> secretKeychain(const QString &entry);

// "new,old", without the old when it is empty or is the new one.
QByteArray withFormerSecrets(const QByteArray &secret, const QByteArray &former);

} // namespace Orion
