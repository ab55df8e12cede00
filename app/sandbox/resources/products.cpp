#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Parameters productParameters()
{
    return {{"active"_L1, ParameterType::Boolean},
            {"description"_L1},
            {"images"_L1, ParameterType::Texts},
            {"marketing_features"_L1, ParameterType::Objects, {{"name"_L1}}},
            {"metadata"_L1, ParameterType::Metadata},
            {"statement_descriptor"_L1},
            {"tax_code"_L1},
            {"unit_label"_L1},
            {"url"_L1}};
}

Answer<QJsonObject> create(Call &call)
{
    const QString id = call.parameters.value("id"_L1).toString();
    if (!id.isEmpty() && call.state.find(Kind::Product, id))
        return refuse(
            invalidRequest(u"resource_already_exists"_s, u"Product already exists."_s, u"id"_s));
    QJsonObject product = filled("product"_L1, call.parameters);
    product.insert("id"_L1, id.isEmpty() ? call.state.newId(Kind::Product) : id);
    product.insert("metadata"_L1, mergedMetadata({}, call.parameters.value("metadata"_L1)));
    product.insert("created"_L1, call.state.now());
    product.insert("updated"_L1, call.state.now());
    call.state.create(Kind::Product, product);
    return product;
}

Answer<QJsonObject> update(Call &call)
{
    auto product = named(call, Kind::Product);
    if (!product)
        return product;
    const QString price = call.parameters.value("default_price"_L1).toString();
    if (!price.isEmpty() && !call.state.find(Kind::Price, price))
        return refuse(noSuch(u"price"_s, price, u"default_price"_s));
    copyGiven(*product, call.parameters,
              {"active"_L1, "default_price"_L1, "description"_L1, "images"_L1,
               "marketing_features"_L1, "name"_L1, "statement_descriptor"_L1, "tax_code"_L1,
               "unit_label"_L1, "url"_L1});
    product->insert("metadata"_L1, mergedMetadata(product->value("metadata"_L1).toObject(),
                                                  call.parameters.value("metadata"_L1)));
    product->insert("updated"_L1, call.state.now());
    call.state.update(Kind::Product, *product);
    return product;
}

Answer<QJsonObject> remove(Call &call)
{
    const auto product = named(call, Kind::Product);
    if (!product)
        return product;
    const auto prices = call.state.select(Kind::Price, Key{"product"_L1, call.id});
    if (!prices.empty())
        return refuse(invalidRequest({}, u"This product cannot be deleted because it has one or "
                                         "more prices."_s));
    call.state.remove(Kind::Product, call.id);
    return QJsonObject{{"id"_L1, call.id}, {"object"_L1, u"product"_s}, {"deleted"_L1, true}};
}

} // namespace

void addProducts(Api &api)
{
    Parameters creation = productParameters();
    creation.push_back(Parameter{"name"_L1}.needed());
    creation.push_back({"id"_L1});
    Parameters change = productParameters();
    change.push_back({"name"_L1});
    change.push_back({"default_price"_L1});
    api.add({"POST", u"/v1/products"_s, creation, create});
    api.add({"POST", u"/v1/products/{id}"_s, change, update});
    api.add({"DELETE", u"/v1/products/{id}"_s, {}, remove});
    api.add(retrieveOperation(Kind::Product));
    api.add(listOperation(Kind::Product, {{"active"_L1, ParameterType::Boolean}}));
}

} // namespace Orion::Sandbox
