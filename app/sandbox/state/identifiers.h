#pragma once

#include <QString>

#include <optional>
#include <random>

namespace Orion::Sandbox
{

// Makes ids in Stripe's form. With a seed the same ids come in the same order; without one they
// differ from run to run, which a database that outlives the sandbox needs.
class Identifiers
{
public:
    explicit Identifiers(std::optional<quint64> seed = {});

    QString next(const QString &prefix, int length = 24); // "cus_Nf3…"
    QString hex(int digits);                              // for signing secrets

    // A number below the bound, from the same source.
    quint64 below(quint64 bound);

private:
    std::mt19937_64 m_source;
};

} // namespace Orion::Sandbox
